package io.github.licensing4j.core.limit.lease;

/** Computes the units of the next slice from how long slices have lasted, so that requests become rare under load. */
final class SliceSize {
    static final long FIRST = 16;
    static final long LARGEST = 1L << 40;
    /** A slice is at least this part of what remains of a quota, up to {@link #LARGEST_LEAST}. */
    private static final long PART = 4_096;

    private static final long LARGEST_LEAST = 1_024;
    private static final long SHORT_MILLIS = 3_000;
    private static final long LONG_MILLIS = 20_000;

    private long units = FIRST;
    private long least = FIRST;
    private long leasedMillis = Long.MIN_VALUE / 2;
    private boolean isUsed;

    long units() {
        return units;
    }

    /** Notes that a slice was leased. */
    void leased(long nowMillis) {
        leasedMillis = nowMillis;
        isUsed = true;
    }

    /** Notes what remains of the quota: a node with many licenses would otherwise lease small slices of large quotas all the time. */
    void remaining(long remaining) {
        least = Math.max(FIRST, Math.min(LARGEST_LEAST, remaining / PART));
        units = Math.max(least, units);
    }

    /** Returns the size of the next slice: twice the last one if that lasted less than 3 s, half of it after 20 s. */
    long next(long needed, long nowMillis) {
        long lasted = nowMillis - leasedMillis;
        if (isUsed && lasted < SHORT_MILLIS) {
            units = Math.min(LARGEST, 2 * units);
        } else if (isUsed && lasted > LONG_MILLIS) {
            units = Math.max(least, units / 2);
        }
        return Math.max(needed, units);
    }
}
