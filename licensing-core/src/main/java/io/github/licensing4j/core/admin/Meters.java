package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.core.catalog.MeterUnits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Converts units of meters from and to decimals: for meters that were counted in, and for those of the catalog. */
final class Meters {
    private final MeterUnits units;
    private final Supplier<Map<String, Meter>> live;

    Meters(MeterUnits units, Supplier<Map<String, Meter>> live) {
        this.units = units;
        this.live = live;
    }

    /** @throws InvalidFieldException if nothing was counted in it and the catalog does not have it */
    Meter known(String name) {
        Meter meter = find(name);
        if (meter == null) {
            throw new InvalidFieldException(
                    "meter",
                    "the catalog has no such meter, and nothing was counted in one, expected one of "
                            + new TreeSet<>(live.get().keySet()));
        }
        return meter;
    }

    private @Nullable Meter find(String name) {
        Meter own = live.get().get(name);
        if (own != null) {
            return own;
        }
        units.learn(List.of(name));
        return units.meter(name).orElse(null);
    }

    /**
     * Returns how many decimal places a meter has.
     *
     * @throws LicensingException if its scale is not known
     */
    int scale(String name) {
        Meter meter = find(name);
        if (meter == null) {
            throw new LicensingException("the scale of meter '" + name + "' is not known, as it was counted before its"
                    + " scale was stored; put the meter back into the catalog as it was");
        }
        return meter.scale();
    }

    /** Returns smallest units in the unit of their meter; unchanged if the meter is null or its scale is not known. */
    Quantity quantity(@Nullable String name, long smallest) {
        Meter meter = name == null ? null : find(name);
        return meter == null ? Quantity.smallest(smallest) : meter.quantity(smallest);
    }

    /** Loads those of these meters that this node has not loaded yet. */
    void learn(List<String> names) {
        units.learn(names);
    }

    /** Converts units to the meter's smallest unit; below 0 stays below 0. */
    static long smallest(String field, Meter meter, BigDecimal units) {
        try {
            long smallest = meter.smallest(units.abs());
            return units.signum() < 0 ? -smallest : smallest;
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(field, String.valueOf(e.getMessage()));
        }
    }
}
