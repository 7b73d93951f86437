package io.github.licensing4j;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The live catalog, for lists and health.
 *
 * @param name the catalog's own name
 * @param hash SHA-256 of its text, hexadecimal
 * @param loadedAt when this snapshot became the live one
 * @param features every feature's name
 * @param meters every meter, the built-in {@code calls} first
 * @param plans every plan, in catalog order
 */
public record CatalogSummary(
        String name, String hash, Instant loadedAt, Set<String> features, List<Meter> meters, List<Plan> plans) {
    public CatalogSummary {
        features = Set.copyOf(features);
        meters = List.copyOf(meters);
        plans = List.copyOf(plans);
    }

    /** Every meter's name, in the order of the meters. */
    public Set<String> meterNames() {
        Set<String> names = new LinkedHashSet<>();
        meters.forEach(meter -> names.add(meter.name()));
        return names;
    }

    /** The meter of a name, empty if the catalog has none. */
    public Optional<Meter> meter(String name) {
        return meters.stream().filter(meter -> meter.name().equals(name)).findFirst();
    }

    /** Smallest units of a meter as units, without needless zeros. A meter that is not there has no scale. */
    public BigDecimal units(String meter, long smallest) {
        return shown(smallest, meter(meter).map(Meter::scale).orElse(0));
    }

    /** What a limit counts as units of its meter, without needless zeros. Calls, seats and permits are whole. */
    public BigDecimal units(Limit limit, long smallest) {
        return shown(smallest, scale(limit));
    }

    /** How many digits after the point what a limit counts may have. */
    public int scale(Limit limit) {
        String name = null;
        if (limit instanceof QuotaLimit quota) {
            name = quota.meter();
        } else if (limit instanceof CreditsLimit credits) {
            name = credits.meter();
        } else if (limit instanceof RateLimit rate) {
            name = rate.meter();
        }
        return name == null ? 0 : meter(name).map(Meter::scale).orElse(0);
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
