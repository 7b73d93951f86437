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
 * The live catalog, for lists and health.
 *
 * @param name the catalog's own name
 * @param hash SHA-256 of its text, hexadecimal
 * @param loadedAt when this snapshot became the live one
 * @param features every feature's name
 * @param meters every meter, the built-in {@code calls} first
 * @param plans every plan, in catalog order
 * @param formerMeters meters that were counted in and that the catalog no longer has
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

    /** A catalog under which nothing but its own meters was counted. */
    public CatalogSummary(
            String name, String hash, Instant loadedAt, Set<String> features, List<Meter> meters, List<Plan> plans) {
        this(name, hash, loadedAt, features, meters, plans, List.of());
    }

    /** The same catalog, with meters that were counted in before. Those that it has itself are left out. */
    public CatalogSummary withFormer(Collection<Meter> counted) {
        Set<String> own = meterNames();
        List<Meter> former =
                counted.stream().filter(meter -> !own.contains(meter.name())).toList();
        return new CatalogSummary(name, hash, loadedAt, features, meters, plans, former);
    }

    /** Every meter's name, in the order of the meters. */
    public Set<String> meterNames() {
        Set<String> names = new LinkedHashSet<>();
        meters.forEach(meter -> names.add(meter.name()));
        return names;
    }

    /** The meter of a name: the catalog's own, or one that was counted in before. Empty if neither is known. */
    public Optional<Meter> meter(String name) {
        return Stream.concat(meters.stream(), formerMeters.stream())
                .filter(meter -> meter.name().equals(name))
                .findFirst();
    }

    /** Smallest units of a meter as units, without needless zeros; null if the scale of the meter is not known. */
    public @Nullable BigDecimal units(String meter, long smallest) {
        return meter(meter).map(known -> shown(smallest, known.scale())).orElse(null);
    }

    /**
     * What a limit counts as units of its meter, without needless zeros; null if the scale of the meter is not known. Calls,
     * seats and permits are whole.
     */
    public @Nullable BigDecimal units(Limit limit, long smallest) {
        String meter = meterOf(limit);
        return meter == null ? shown(smallest, 0) : units(meter, smallest);
    }

    /** How many digits after the point what a limit counts may have; empty if the scale of its meter is not known. */
    public OptionalInt scale(Limit limit) {
        String meter = meterOf(limit);
        return meter == null
                ? OptionalInt.of(0)
                : meter(meter).map(known -> OptionalInt.of(known.scale())).orElseGet(OptionalInt::empty);
    }

    private static @Nullable String meterOf(Limit limit) {
        if (limit instanceof QuotaLimit quota) {
            return quota.meter();
        }
        if (limit instanceof RateLimit rate) {
            return rate.meter();
        }
        return limit instanceof CreditsLimit credits ? credits.meter() : null;
    }

    private static BigDecimal shown(long smallest, int scale) {
        BigDecimal units = BigDecimal.valueOf(smallest, scale).stripTrailingZeros();
        return units.scale() < 0 ? units.setScale(0) : units;
    }

    /** What the library itself must measure for this catalog's meters. */
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

    /** Whether something must be measured. */
    public boolean measures(Measure measure) {
        for (int i = 0; i < meters.size(); i++) {
            if (meters.get(i).measure() == measure) {
                return true;
            }
        }
        return false;
    }

    /** Whether response bodies must be counted. */
    public boolean measuresResponseBytes() {
        return measures(Measure.RESPONSE_BYTES);
    }
}
