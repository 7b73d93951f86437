package io.github.licensing4j.core.usage.invoice;

import java.time.Instant;

/**
 * What a counter counted itself from one edit of its limit to the next: all it counted where there was none.
 *
 * @param previous units of the counter at the end of its part before, 0 in the first one
 * @param before the same with what other counters had counted by then
 * @param own units that it counted itself after that
 * @param end the first instant after it, by whose terms it is billed
 * @param isFirst whether it is the first part of its period
 */
record CounterPart(long previous, long before, long own, Instant end, boolean isFirst) {

    /** Units of the counter at the end. */
    long total() {
        return before + own;
    }

    long used() {
        return total() - previous;
    }

    /** Units that other counters had counted since the part before. */
    long others() {
        return before - previous;
    }

    /** Units counted in this part of those beyond a number. */
    long beyond(long free) {
        return Math.max(0, total() - Math.max(free, before));
    }
}
