package io.github.licensing4j;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A summary of the live catalog, for lists and health.
 *
 * @param name the catalog's own name
 * @param hash SHA-256 of its text, hexadecimal
 * @param loadedAt when this snapshot became the live one
 * @param features every feature's name
 * @param meters every meter, the built-in {@code calls} first
 * @param plans every plan, in catalog order
 * @param formerMeters meters with stored usage that the catalog no longer has
 */
public record CatalogSummary(
        String name,
        String hash,
        Instant loadedAt,
        Set<String> features,
        List<Meter> meters,
        List<Plan> plans,
        List<Meter> formerMeters) {
    public CatalogSummary {
        formerMeters = List.copyOf(formerMeters);
        features = Set.copyOf(features);
        meters = List.copyOf(meters);
        plans = List.copyOf(plans);
    }

    /** Creates a summary without former meters. */
    public CatalogSummary(
            String name, String hash, Instant loadedAt, Set<String> features, List<Meter> meters, List<Plan> plans) {
        this(name, hash, loadedAt, features, meters, plans, List.of());
    }

    /** Returns the same catalog with former meters. Those that the catalog still has are left out. */
    public CatalogSummary withFormer(Collection<Meter> counted) {
        Set<String> own = meterNames();
        List<Meter> former =
                counted.stream().filter(meter -> !own.contains(meter.name())).toList();
        return new CatalogSummary(name, hash, loadedAt, features, meters, plans, former);
    }

    /** Returns the name of every meter, in their order. */
    public Set<String> meterNames() {
        Set<String> names = new LinkedHashSet<>();
        meters.forEach(meter -> names.add(meter.name()));
        return names;
    }

    /** Returns the meter of a name, current or former; empty if unknown. */
    public Optional<Meter> meter(String name) {
        return Stream.concat(meters.stream(), formerMeters.stream())
                .filter(meter -> meter.name().equals(name))
                .findFirst();
    }

    /**
     * Converts smallest units of a meter to units, without trailing zeros; null if the scale of the meter is unknown.
     */
    public @Nullable BigDecimal units(String meter, long smallest) {
        return meter(meter)
                .map(known -> Quantity.decimal(smallest, known.scale()))
                .orElse(null);
    }

    /**
     * Converts the smallest units of a limit to units of its meter, without trailing zeros; null if the scale of the
     * meter is unknown. Calls, seats and permits are whole.
     */
    public @Nullable BigDecimal units(Limit limit, long smallest) {
        String meter = limit.meter();
        return meter == null ? Quantity.decimal(smallest, 0) : units(meter, smallest);
    }

    /**
     * Returns how many digits after the point amounts of a limit may have; empty if the scale of its meter is unknown.
     */
    public OptionalInt scale(Limit limit) {
        String meter = limit.meter();
        return meter == null
                ? OptionalInt.of(0)
                : meter(meter).map(known -> OptionalInt.of(known.scale())).orElseGet(OptionalInt::empty);
    }

    /** Returns what the library itself must measure for this catalog's meters. */
    public Set<Measure> measures() {
        Set<Measure> measures = EnumSet.noneOf(Measure.class);
        for (Meter meter : meters) {
            Measure measure = meter.measure();
            if (measure != null) {
                measures.add(measure);
            }
        }
        return measures;
    }

    /** Returns whether something must be measured. */
    public boolean measures(Measure measure) {
        for (int i = 0; i < meters.size(); i++) {
            if (meters.get(i).measure() == measure) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether response bodies must be counted. */
    public boolean measuresResponseBytes() {
        return measures(Measure.RESPONSE_BYTES);
    }
}
