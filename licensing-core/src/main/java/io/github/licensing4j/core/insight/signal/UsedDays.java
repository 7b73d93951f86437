package io.github.licensing4j.core.insight.signal;

/**
 * The UTC days of eight weeks on which something was the case.
 *
 * @param bits bit 0 for today, bit n for n days before
 */
record UsedDays(long bits) {
    /** Complete days before today. */
    static final int DAYS = 56;

    static final UsedDays NONE = new UsedDays(0);

    UsedDays with(int daysBefore) {
        return new UsedDays(bits | 1L << daysBefore);
    }

    boolean on(int daysBefore) {
        return daysBefore <= DAYS && (bits >>> daysBefore & 1) == 1;
    }

    /** Returns how many days before today the first of them is, -1 if there is none. */
    int first() {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
    }

    /** Returns how many days before today the last of them is, 64 if there is none. */
    int last() {
        return Long.numberOfTrailingZeros(bits);
    }

    /** Returns how many of today and the days before it are among them. */
    int count(int days) {
        return Long.bitCount(bits & (1L << days) - 1);
    }
}
