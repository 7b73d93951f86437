package io.github.licensing4j.core.admin;

import io.github.licensing4j.Meter;
import io.github.licensing4j.admin.InvalidFieldException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Units of meters as administrators write them, in decimals. */
final class Meters {
    private final Supplier<Map<String, Meter>> live;

    Meters(Supplier<Map<String, Meter>> live) {
        this.live = live;
    }

    /** @throws InvalidFieldException if the catalog does not have it */
    Meter known(String name) {
        Map<String, Meter> meters = live.get();
        Meter meter = meters.get(name);
        if (meter == null) {
            throw new InvalidFieldException(
                    "meter", "the catalog has no such meter, expected one of " + new TreeSet<>(meters.keySet()));
        }
        return meter;
    }

    /** How many decimal places a meter has; none for one that the catalog no longer has. */
    int scale(String name) {
        Meter meter = live.get().get(name);
        return meter == null ? 0 : meter.scale();
    }

    /** Units in the meter's smallest unit; below 0 stays below 0. */
    static long smallest(String field, Meter meter, BigDecimal units) {
        try {
            long smallest = meter.smallest(units.abs());
            return units.signum() < 0 ? -smallest : smallest;
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(field, String.valueOf(e.getMessage()));
        }
    }
}
