package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import org.jspecify.annotations.Nullable;

/**
 * What one quota of one license has counted in one period, and in the one before it. Holds keep the counter of their period,
 * so that they settle into it even after the period has ended.
 */
final class PeriodCounter extends Counter {
    // The bounds and not the window, and the count not apart from them: one object for each of a million licenses.
    private final long startMillis;
    private final long endMillis;
    private @Nullable PeriodCounter previous;
    private long used;

    private PeriodCounter(CounterId id, QuotaWindow window, @Nullable PeriodCounter previous) {
        super(id);
        this.startMillis = window.startMillis();
        this.endMillis = window.endMillis();
        this.previous = previous;
    }

    /** The first period in which anything is counted. */
    static PeriodCounter first(CounterId id, QuotaWindow window) {
        return new PeriodCounter(id, window, null);
    }

    /** This counter if a window is not after its period; else a new one that remembers this one, and none before it. */
    PeriodCounter upTo(QuotaWindow window) {
        if (window.startMillis() <= startMillis) {
            return this;
        }
        previous = null;
        return new PeriodCounter(id(), window, this);
    }

    /**
     * The counter for a window that is not after this one's period. A window before it is counted in its own counter if
     * that is still known, else in this one: a clock that was set back never opens a fresh period.
     */
    PeriodCounter in(QuotaWindow window) {
        PeriodCounter before = previous;
        return before != null && before.startMillis == window.startMillis() ? before : this;
    }

    long used() {
        return used;
    }

    /** Units counted in a window, without opening it. */
    long used(QuotaWindow window) {
        return window.startMillis() > startMillis ? 0 : in(window).used;
    }

    void hold(long units) {
        used += units;
    }

    /** Counts what was used in place of what was held. It stops at the greatest number rather than wrap around. */
    void settle(long held, long units) {
        long rest = used - held;
        used = units > Long.MAX_VALUE - rest ? Long.MAX_VALUE : rest + units;
    }

    @Override
    boolean isUnused(long nowMillis) {
        return isSpent(nowMillis) && (previous == null || previous.isSpent(nowMillis));
    }

    private boolean isSpent(long nowMillis) {
        return used == 0 || nowMillis >= endMillis;
    }
}
