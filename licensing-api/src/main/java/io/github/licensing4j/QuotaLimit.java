package io.github.licensing4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a meter for each contract period.
 *
 * @param name the limit's name
 * @param meter the meter it counts
 * @param amount units included in a period, in the meter's smallest unit; 0 or more
 * @param per how long a period is
 * @param warnAt percentages of {@code amount} at which a notice is given, ascending
 * @param overage units that may be used beyond {@code amount}, null if none
 * @param rollover unused units that are carried into the next period, null if none
 * @param of the scope in which use is counted together
 */
public record QuotaLimit(
        String name,
        String meter,
        long amount,
        ContractPeriod per,
        List<Integer> warnAt,
        @Nullable Overage overage,
        @Nullable Rollover rollover,
        Scope of)
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

    /** Creates a quota of a license without rollover. */
    public QuotaLimit(
            String name,
            String meter,
            long amount,
            ContractPeriod per,
            List<Integer> warnAt,
            @Nullable Overage overage) {
        this(name, meter, amount, per, warnAt, overage, null, Scope.LICENSE);
    }

    /** Returns the same quota with another amount. */
    public QuotaLimit withAmount(long other) {
        return new QuotaLimit(name, meter, other, per, warnAt, overage, rollover, of);
    }

    @Override
    public Kind kind() {
        return Kind.QUOTA;
    }

    /** Returns the most that can be used in a period without carried units: the amount plus the cap of an overage. */
    public long ceiling() {
        return overage == null ? amount : amount + overage.cap();
    }

    /** Allows use beyond the included amount.
     *
     * @param cap how much beyond the amount, in the meter's smallest unit; 0 or more
     * @param unitPrice the price of one whole unit, null if it is free
     */
    public record Overage(long cap, @Nullable Money unitPrice) {
        public Overage {
            if (cap < 0) {
                throw new IllegalArgumentException("an overage cap is 0 or more, got " + cap);
            }
        }
    }

    /**
     * Carries unused units of a period into the next one and no further. Nothing is carried from before a license began
     * or started anew. The unused units are computed from the amount that the previous period had under its plans; if
     * the catalog or the contract was edited since, from the current amount.
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

    /** The scopes in which use is counted together. */
    public enum Scope {
        /** Every license of a customer; its periods are counted from 1970-01-01T00:00Z in UTC. */
        CUSTOMER,
        /** The license: the default. */
        LICENSE,
        /** Each API key of the license by itself, with the tokens that were exchanged for it. */
        KEY,
        /** Each user of the license by itself; unknown users count together. */
        USER
    }
}
