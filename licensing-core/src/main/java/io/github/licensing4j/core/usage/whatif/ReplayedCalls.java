package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.Charge;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.core.catalog.RuleComparison;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The calls of one license to one endpoint within an hour that ended alike.
 *
 * @param license the id of the license
 * @param hourMillis the first epoch millisecond of the hour
 * @param features the names of the features that the endpoint required
 * @param endpoint the endpoint; may be empty
 * @param isFailed whether they ended with a server error
 * @param calls how many; 0 for a correction of usage
 * @param units by meter, in its smallest unit; below 0 only for a correction
 */
public record ReplayedCalls(
        String license,
        long hourMillis,
        Set<String> features,
        String endpoint,
        boolean isFailed,
        long calls,
        Map<String, Long> units) {
    /** The keys that the ledger groups usage by. */
    public static final Set<UsageDimension> KEYS = Set.of(
            UsageDimension.HOUR,
            UsageDimension.FEATURE,
            UsageDimension.ENDPOINT,
            UsageDimension.STATUS,
            UsageDimension.LICENSE);

    static final long HOUR = 3_600_000;

    /** Returns calls without units, for the totals of their meters. */
    static ReplayedCalls of(Map<UsageDimension, String> keys) {
        String features = keys.getOrDefault(UsageDimension.FEATURE, "");
        return new ReplayedCalls(
                keys.getOrDefault(UsageDimension.LICENSE, ""),
                Instant.parse(keys.getOrDefault(UsageDimension.HOUR, "")).toEpochMilli(),
                features.isEmpty() ? Set.of() : Set.of(features.split(",")),
                keys.getOrDefault(UsageDimension.ENDPOINT, ""),
                keys.getOrDefault(UsageDimension.STATUS, "").equals("5"),
                0,
                Map.of());
    }

    /** Returns the same calls with the total of one more meter. Every call is counted by the meter of calls. */
    ReplayedCalls with(UsageTotal total) {
        Map<String, Long> all = new HashMap<>(units);
        all.put(total.meter(), total.units());
        long counted = total.meter().equals(Charge.CALLS) ? total.calls() : Math.max(calls, total.calls());
        return new ReplayedCalls(license, hourMillis, features, endpoint, isFailed, counted, all);
    }

    /** Returns the same calls under the rules of the live catalog. */
    ReplayedCalls underLive(RuleComparison rules) {
        return with(rules.liveFeatures(endpoint, features), units);
    }

    /** Returns the same calls under the rules of the draft. */
    ReplayedCalls underDraft(RuleComparison rules) {
        // Fixed charges are made for calls without a server error.
        return with(rules.draftFeatures(endpoint, features), rules.units(endpoint, isFailed ? 0 : calls, units));
    }

    private ReplayedCalls with(Set<String> otherFeatures, Map<String, Long> otherUnits) {
        return new ReplayedCalls(license, hourMillis, otherFeatures, endpoint, isFailed, calls, otherUnits);
    }

    /** Returns the first epoch millisecond after the hour. */
    long endMillis() {
        return hourMillis + HOUR;
    }
}
