package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** One counter of one license or customer. The lock of its {@link Counters} guards it. */
public abstract class Counter {
    /** The window of counters without periods: all of time. */
    static final QuotaWindow ALWAYS = new QuotaWindow(0, Long.MAX_VALUE);

    private final CounterId id;
    /** The next counter of the same owner; null after the last one. */
    private @Nullable Counter next;

    protected Counter(CounterId id) {
        this.id = id;
    }

    public final CounterId id() {
        return id;
    }

    final @Nullable Counter next() {
        return next;
    }

    final void next(@Nullable Counter counter) {
        next = counter;
    }

    /** Returns whether this is the counter of a name; names of one limit set are most often the same object. */
    @SuppressWarnings("ReferenceEquality") // Comparing names deeply costs more.
    public final boolean counts(CounterId other) {
        return id == other || id.equals(other);
    }

    /** Returns whether a new counter in its place would grant no more than this one. */
    protected abstract boolean isUnused(long nowMillis);

    /**
     * Returns whether it can be evicted.
     *
     * @param inLedger whether the ledger has what was counted when a shipment of a number was the last to have begun
     */
    protected Eviction eviction(long nowMillis, IntPredicate inLedger) {
        return isUnused(nowMillis) ? Eviction.UNUSED : Eviction.IN_USE;
    }

    /** Returns the latest period that is counted, null for a counter without periods. */
    protected @Nullable QuotaWindow window() {
        return null;
    }
}
