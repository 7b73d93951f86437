package io.github.licensing4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a meter for each contract period.
 *
 * @param name the limit's name
 * @param meter the meter it counts
 * @param amount included in a period, in the meter's smallest unit; 0 or more
 * @param per how long a period is
 * @param warnAt percentages of {@code amount} at which a notice is given, ascending
 * @param overage what may be used beyond {@code amount}, null if nothing may
 * @param rollover what of an unused amount is carried into the next period, null if nothing is
 * @param of whose use is counted together
 */
public record QuotaLimit(
        String name,
        String meter,
        long amount,
        ContractPeriod per,
        List<Integer> warnAt,
        @Nullable Overage overage,
        @Nullable Rollover rollover,
        Holder of)
        implements Limit {
    public QuotaLimit {
        warnAt = List.copyOf(warnAt);
        if (amount < 0) {
            throw new IllegalArgumentException("quota '" + name + "' needs an amount of 0 or more, got " + amount);
        }
        if (overage != null && overage.cap() > Long.MAX_VALUE - amount) {
            throw new IllegalArgumentException("quota '" + name + "' cannot count to its amount of " + amount
                    + " and an overage of " + overage.cap());
        }
        if (rollover != null && rollover.max() > Long.MAX_VALUE - amount - (overage == null ? 0 : overage.cap())) {
            throw new IllegalArgumentException("quota '" + name + "' cannot count to its amount of " + amount
                    + ", its overage and a rollover of " + rollover.max());
        }
    }

    /** A quota of a license from which nothing rolls over. */
    public QuotaLimit(
            String name,
            String meter,
            long amount,
            ContractPeriod per,
            List<Integer> warnAt,
            @Nullable Overage overage) {
        this(name, meter, amount, per, warnAt, overage, null, Holder.LICENSE);
    }

    /** The same quota with another amount. */
    public QuotaLimit withAmount(long other) {
        return new QuotaLimit(name, meter, other, per, warnAt, overage, rollover, of);
    }

    @Override
    public Kind kind() {
        return Kind.QUOTA;
    }

    /**
     * The most that can be used in a period into which nothing is carried: the amount and, where overage is allowed, its
     * cap.
     */
    public long ceiling() {
        return overage == null ? amount : amount + overage.cap();
    }

    /**
     * Use beyond the included amount.
     *
     * @param cap how much beyond the amount, in the meter's smallest unit; 0 or more
     * @param unitPrice what one whole unit costs, null where it is free
     */
    public record Overage(long cap, @Nullable Money unitPrice) {
        public Overage {
            if (cap < 0) {
                throw new IllegalArgumentException("an overage cap is 0 or more, got " + cap);
            }
        }
    }

    /**
     * What is left of an amount at the end of a period, carried into the next one and no further. Nothing is carried from
     * before a license began or started anew. What is left is reckoned from the amount that the period before had under the plans
     * it was on; where the catalog or the contract was edited since, from the amount that holds now.
     *
     * @param max the most that is carried, in the meter's smallest unit; 0 or more
     */
    public record Rollover(long max) {
        public Rollover {
            if (max < 0) {
                throw new IllegalArgumentException("a rollover carries 0 or more, got " + max);
            }
        }
    }

    /** Whose use is counted together. */
    public enum Holder {
        /** Every license of a customer; its periods are counted from 1970-01-01T00:00Z in UTC. */
        CUSTOMER,
        /** The license: the default. */
        LICENSE,
        /** Each API key of the license by itself, with the tokens that came from it. */
        KEY,
        /** Each user of the license by itself; users that are not known count together. */
        USER
    }
}
