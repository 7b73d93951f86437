package io.github.licensing4j.core;

import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.catalog.LimitStart;
import io.github.licensing4j.core.license.KeyRestraints;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rate limits that an API key has because of signals, besides those of its plan. They are counted together for all keys that count
 * in the quotas of one key.
 *
 * @param limits the limits, named by the kind of the signal
 * @param key the id of the key in whose quotas the caller counts
 * @param untilMillis the first epoch millisecond at which others may hold
 */
record KeyThrottles(List<RateLimit> limits, String key, long untilMillis) {
    static final KeyThrottles NONE = new KeyThrottles(List.of(), "", Long.MAX_VALUE);

    /** Limits of a catalog have no slash in their names. */
    private static final String PREFIX = "signal/";

    /**
     * Returns the limits of a key of a license at an instant.
     *
     * @param counted returns the id of the key in whose quotas the caller counts; called only where the license has restraints
     */
    static KeyThrottles of(LicenseRecord license, Supplier<String> counted, long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        if (license.restraints().stream().noneMatch(restraint -> now.isBefore(restraint.until()))) {
            return NONE;
        }
        String countedAs = counted.get();
        List<RateLimit> limits = new ArrayList<>();
        long until = Long.MAX_VALUE;
        for (KeyRestraint restraint : KeyRestraints.holding(license, countedAs, now)) {
            Band rate = restraint.rate();
            if (rate != null) {
                limits.add(new RateLimit(PREFIX + restraint.kind().text(), null, List.of(rate)));
                until = Math.min(until, restraint.until().toEpochMilli());
            }
        }
        return limits.isEmpty() ? NONE : new KeyThrottles(List.copyOf(limits), countedAs, until);
    }

    /** Returns the limits of a plan with these. */
    Proration addedTo(Proration amounts) {
        if (limits.isEmpty()) {
            return amounts;
        }
        List<Limit> all = new ArrayList<>(amounts.limits());
        all.addAll(limits);
        return new Proration(List.copyOf(all), amounts.amountsBefore(), Math.min(untilMillis, amounts.untilMillis()));
    }

    /** Returns the names of the counters of a plan and of these limits. */
    CounterNaming naming(CounterNaming plan) {
        return limits.isEmpty() ? plan : new Naming(plan, key);
    }

    private record Naming(CounterNaming plan, String key) implements CounterNaming {
        @Override
        public String counterName(Limit limit) {
            return limit.name().startsWith(PREFIX) ? limit.name() + "/" + key : plan.counterName(limit);
        }

        @Override
        public @Nullable LimitStart start(Limit limit) {
            return limit.name().startsWith(PREFIX) ? null : plan.start(limit);
        }
    }
}
