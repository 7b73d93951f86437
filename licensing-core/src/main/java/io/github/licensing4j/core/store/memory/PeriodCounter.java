package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import org.jspecify.annotations.Nullable;

/** What one quota of one license has counted, in the period that runs and the one before. */
final class PeriodCounter extends Counter {
    private Count current;
    private @Nullable Count previous;

    /** The count of one period. Holds keep it, so that they settle into it even after the period has ended. */
    static final class Count {
        private final long startMillis;
        private final long endMillis;
        private long used;

        private Count(QuotaWindow window) {
            // The bounds and not the window: one object less for each of a million licenses.
            this.startMillis = window.startMillis();
            this.endMillis = window.endMillis();
        }

        long used() {
            return used;
        }

        void hold(long units) {
            used += units;
        }

        /** Counts what was used in place of what was held. It stops at the greatest number rather than wrap around. */
        void settle(long held, long units) {
            long rest = used - held;
            used = units > Long.MAX_VALUE - rest ? Long.MAX_VALUE : rest + units;
        }

        private boolean isUnused(long nowMillis) {
            return used == 0 || nowMillis >= endMillis;
        }
    }

    PeriodCounter(CounterId id, QuotaWindow window) {
        super(id);
        this.current = new Count(window);
    }

    /**
     * The count for a window. A window before the current one is counted in its own count if that is still known, else in
     * the current one: a clock that was set back never opens a fresh period.
     */
    Count in(QuotaWindow window) {
        if (window.startMillis() > current.startMillis) {
            previous = current;
            current = new Count(window);
        }
        return known(window);
    }

    /** Units counted in a window, without opening it. */
    long used(QuotaWindow window) {
        return window.startMillis() > current.startMillis ? 0 : known(window).used;
    }

    @Override
    boolean isUnused(long nowMillis) {
        return current.isUnused(nowMillis) && (previous == null || previous.isUnused(nowMillis));
    }

    private Count known(QuotaWindow window) {
        Count before = previous;
        return before != null && before.startMillis == window.startMillis() ? before : current;
    }
}
