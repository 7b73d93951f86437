package io.github.licensing4j.core.limit.lease;

/** Computes the units of the next slice from how long slices have lasted, so that requests become rare under load. */
final class SliceSize {
    static final long FIRST = 16;
    static final long LARGEST = 1L << 40;
    private static final long SHORT_MILLIS = 1_000;
    private static final long LONG_MILLIS = 10_000;

    private long units = FIRST;
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

    /** Returns the size of the next slice: twice the last one if that lasted less than a second, half of it after ten seconds. */
    long next(long least, long nowMillis) {
        long lasted = nowMillis - leasedMillis;
        if (isUsed && lasted < SHORT_MILLIS) {
            units = Math.min(LARGEST, 2 * units);
        } else if (isUsed && lasted > LONG_MILLIS) {
            units = Math.max(FIRST, units / 2);
        }
        return Math.max(least, units);
    }
}
