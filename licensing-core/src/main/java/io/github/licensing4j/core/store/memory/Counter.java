package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.CounterId;

/** One thing that is counted for one license. The license's lock guards it. */
abstract sealed class Counter permits PeriodCounter, RateCounter, FlightCounter {
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
}
