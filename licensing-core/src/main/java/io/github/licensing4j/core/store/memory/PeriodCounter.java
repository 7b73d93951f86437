package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import org.jspecify.annotations.Nullable;

/** What one quota of one license has counted, in the period that runs and the one before. */
final class PeriodCounter {

    /** The count of one period. Holds keep it, so that they settle into it even after the period has ended. */
    static final class Count {
        final QuotaWindow window;
        long used;

        Count(QuotaWindow window) {
            this.window = window;
        }
    }

    final CounterId id;
    private Count current;
    private @Nullable Count previous;

    PeriodCounter(CounterId id, QuotaWindow window) {
        this.id = id;
        this.current = new Count(window);
    }

    /**
     * The count for a window. A window before the current one is counted in its own count if that is still known, else in
     * the current one: a clock that was set back never opens a fresh period.
     */
    Count in(QuotaWindow window) {
        if (window.startMillis() > current.window.startMillis()) {
            previous = current;
            current = new Count(window);
        }
        return known(window);
    }

    /** Units counted in a window, without opening it. */
    long used(QuotaWindow window) {
        return window.startMillis() > current.window.startMillis() ? 0 : known(window).used;
    }

    /** Whether forgetting it would give nothing away. */
    boolean isSpent(long nowMillis) {
        return current.used <= 0 || nowMillis >= current.window.endMillis();
    }

    private Count known(QuotaWindow window) {
        Count before = previous;
        return before != null && before.window.startMillis() == window.startMillis() ? before : current;
    }
}
