package io.github.licensing4j.core.store;

/**
 * A sum of 128 bits. Parts can be added in any order: only the final sum is checked against the ledger's range.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits, unsigned
 */
public record WideSum(long high, long low) implements Comparable<WideSum> {
    public static final WideSum ZERO = new WideSum(0, 0);

    /** The bits of the lower half of {@link #ofHalves}. */
    private static final int HALF = 32;

    public static WideSum of(long units) {
        return new WideSum(units >> 63, units);
    }

    /**
     * Combines a sum that a database added up in two halves, because its own sums may overflow.
     *
     * @param upper the sum of each number shifted right by 32 bits, with its sign
     * @param lower the sum of the lower 32 bits of each number
     */
    public static WideSum ofHalves(long upper, long lower) {
        return new WideSum(upper >> HALF, upper << HALF).plus(of(lower));
    }

    public WideSum plus(WideSum more) {
        long sum = low + more.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new WideSum(high + more.high + carry, sum);
    }

    public WideSum plus(long units) {
        return plus(of(units));
    }

    /** Returns whether the sum is in the ledger's range. */
    public boolean isHeld() {
        return high == low >> 63 && -LedgerUnits.MOST <= low && low <= LedgerUnits.MOST;
    }

    /**
     * Returns the sum.
     *
     * @throws IllegalArgumentException if it is further than {@link LedgerUnits#MOST} from 0
     */
    public long units() {
        if (!isHeld()) {
            throw LedgerUnits.tooMany(null);
        }
        return low;
    }

    /** Returns the sum, or the number nearest to it. */
    public long nearest() {
        if (high == low >> 63) {
            return low;
        }
        return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public int compareTo(WideSum other) {
        return high == other.high ? Long.compareUnsigned(low, other.low) : Long.compare(high, other.high);
    }
}
