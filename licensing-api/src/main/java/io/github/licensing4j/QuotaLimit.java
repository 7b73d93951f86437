package io.github.licensing4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a meter for each contract period.
 *
 * @param name the limit's name
 * @param meter the meter it counts
 * @param amount units included in a period; 0 or more
 * @param per how long a period is
 * @param warnAt percentages of {@code amount} at which a notice is given, ascending
 * @param overage what may be used beyond {@code amount}, null if nothing may
 */
public record QuotaLimit(
        String name,
        String meter,
        long amount,
        ContractPeriod per,
        List<Integer> warnAt,
        @Nullable Overage overage) implements Limit {
    public QuotaLimit {
        warnAt = List.copyOf(warnAt);
        if (amount < 0) {
            throw new IllegalArgumentException("quota '" + name + "' needs an amount of 0 or more, got " + amount);
        }
        if (overage != null && overage.cap() > Long.MAX_VALUE - amount) {
            throw new IllegalArgumentException("quota '" + name + "' cannot count to its amount of " + amount
                    + " and an overage of " + overage.cap());
        }
    }

    @Override
    public Kind kind() {
        return Kind.QUOTA;
    }

    /** The most that can be used in a period: the amount and, where overage is allowed, its cap. */
    public long ceiling() {
        return overage == null ? amount : amount + overage.cap();
    }

    /**
     * Use beyond the included amount.
     *
     * @param cap units beyond the amount; 0 or more
     * @param unitPrice what one of them costs, null where it is free
     */
    public record Overage(long cap, @Nullable Money unitPrice) {
        public Overage {
            if (cap < 0) {
                throw new IllegalArgumentException("an overage cap is 0 or more, got " + cap);
            }
        }
    }
}
