package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a period that a change of plan divides: of a quota that both plans have, the period holds the old amount
 * for the time before the change and the new one for the time after it, each by whole seconds and rounded down.
 *
 * @param limits the limits that hold now
 * @param untilMillis the first epoch millisecond at which other amounts hold, {@link Long#MAX_VALUE} if never
 */
public record Proration(List<Limit> limits, long untilMillis) {

    /** Limits that no change divides. */
    public static Proration none(List<Limit> limits) {
        return new Proration(limits, Long.MAX_VALUE);
    }

    /**
     * Mixes the amounts of every quota whose present period the change fell into.
     *
     * @param license whose anchor and zone periods are counted from, but for those of its customer
     * @param before the limits of the plan before
     * @param after the limits of the plan after
     * @param at the first instant of the plan after
     */
    public static Proration of(License license, List<Limit> before, List<Limit> after, Instant at, long nowMillis) {
        List<Limit> mixed = new ArrayList<>(after.size());
        long until = Long.MAX_VALUE;
        for (Limit limit : after) {
            Limit held = limit;
            if (limit instanceof QuotaLimit quota) {
                QuotaWindow now = QuotaCounters.period(quota, license, nowMillis);
                QuotaLimit old = counterpart(quota, before);
                if (old != null && now.contains(at.toEpochMilli())) {
                    held = withAmount(quota, mix(old.amount(), quota.amount(), now, at.toEpochMilli()));
                    until = Math.min(until, now.endMillis());
                }
            }
            mixed.add(held);
        }
        return new Proration(List.copyOf(mixed), until);
    }

    /** floor(old × elapsed ÷ length) + floor(new × rest ÷ length), by seconds. */
    static long mix(long oldAmount, long newAmount, QuotaWindow period, long changeMillis) {
        long length = seconds(period.endMillis() - period.startMillis());
        long elapsed = Math.min(length, seconds(changeMillis - period.startMillis()));
        return share(oldAmount, elapsed, length) + share(newAmount, length - elapsed, length);
    }

    private static long share(long amount, long part, long whole) {
        if (whole == 0) {
            return 0;
        }
        return BigInteger.valueOf(amount)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1_000);
    }

    private static @Nullable QuotaLimit counterpart(QuotaLimit quota, List<Limit> before) {
        for (Limit limit : before) {
            if (limit instanceof QuotaLimit old
                    && old.name().equals(quota.name())
                    && old.meter().equals(quota.meter())
                    && old.per().equals(quota.per())) {
                return old;
            }
        }
        return null;
    }

    private static QuotaLimit withAmount(QuotaLimit quota, long amount) {
        return quota.withAmount(amount);
    }
}
