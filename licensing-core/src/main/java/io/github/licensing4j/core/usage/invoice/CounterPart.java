package io.github.licensing4j.core.usage.invoice;

import java.time.Instant;

/**
 * The units that a counter counted between two edits of its limit, or in its whole period if there was none.
 *
 * @param previous units of the counter at the end of the previous part, 0 in the first one
 * @param before the same including what other counters had counted by then
 * @param own units that it counted itself after that
 * @param end the first instant after it, whose terms it is billed by
 * @param isFirst whether it is the first part of its period
 */
record CounterPart(long previous, long before, long own, Instant end, boolean isFirst) {

    /** Returns the units of the counter at the end. */
    long total() {
        return before + own;
    }

    long used() {
        return total() - previous;
    }

    /** Returns the units that other counters counted since the previous part. */
    long others() {
        return before - previous;
    }

    /** Returns the units of this part beyond a number. */
    long beyond(long free) {
        return Math.max(0, total() - Math.max(free, before));
    }
}
