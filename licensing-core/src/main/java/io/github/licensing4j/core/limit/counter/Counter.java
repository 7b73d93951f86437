package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.spi.CounterId;
import java.util.function.IntPredicate;

/** One thing that is counted for one license. The lock of the counters it is among guards it. */
abstract sealed class Counter permits PeriodCounter, CreditCounter, RateCounter, ConcurrencyCounter {
    private final CounterId id;

    Counter(CounterId id) {
        this.id = id;
    }

    final CounterId id() {
        return id;
    }

    /** Whether this is the counter of a name; names of one limit sheet are most often the same object. */
    @SuppressWarnings("ReferenceEquality") // Comparing names deeply costs more.
    final boolean counts(CounterId other) {
        return id == other || id.equals(other);
    }

    /** Whether forgetting it would give nothing away. */
    abstract boolean isUnused(long nowMillis);

    /**
     * Whether it can be evicted.
     *
     * @param inLedger whether the ledger has what was counted when a shipment of a number was the last to have begun
     */
    Eviction eviction(long nowMillis, IntPredicate inLedger) {
        return isUnused(nowMillis) ? Eviction.UNUSED : Eviction.IN_USE;
    }

    /** The sum, or the number nearest to it: an absurd report must not wrap around into an allowance. */
    static long sum(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }
}
