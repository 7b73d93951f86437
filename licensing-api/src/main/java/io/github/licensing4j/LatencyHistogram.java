package io.github.licensing4j;

import java.util.List;

/**
 * The time that granted calls took from their decision until they were settled, in milliseconds. Calls are counted in
 * {@value #BUCKETS} buckets, each at most a quarter as wide as its lower bound: 0, 1, 2, up to 8, 10, 12, 14, 16, 20 and so on.
 *
 * @param counts the number of calls in each bucket
 * @param millis the sum of all times
 */
public record LatencyHistogram(List<Long> counts, long millis) {
    /** The number of buckets. The last one has every call of 114,688 ms and more. */
    public static final int BUCKETS = 64;

    private static final int PARTS = 4;
    private static final int PART_BITS = 2;

    public LatencyHistogram {
        if (counts.size() != BUCKETS) {
            throw new IllegalArgumentException(BUCKETS + " buckets were expected, got " + counts.size());
        }
        counts = List.copyOf(counts);
    }

    /** Returns the bucket of a time in milliseconds; times below 0 count as 0. */
    public static int bucket(long millis) {
        if (millis < PARTS) {
            return (int) Math.max(0, millis);
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis);
        int part = (int) (millis >>> (exponent - PART_BITS)) & (PARTS - 1);
        return Math.min(BUCKETS - 1, (exponent - 1) * PARTS + part);
    }

    /** Returns the smallest time of a bucket, in milliseconds. */
    public static long lowerBound(int bucket) {
        if (bucket < PARTS) {
            return bucket;
        }
        int exponent = bucket / PARTS + 1;
        return (long) (PARTS + bucket % PARTS) << (exponent - PART_BITS);
    }

    /** Returns the number of calls. */
    public long calls() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the mean in milliseconds, 0 if there are no calls. */
    public double mean() {
        long calls = calls();
        return calls == 0 ? 0 : (double) millis / calls;
    }

    /**
     * Returns the upper bound of the bucket in which a part of all calls is complete, in milliseconds; 0 if there are no
     * calls. At most a quarter above the exact value, or one millisecond; for the last bucket, its lower bound.
     *
     * @param part the part of the calls, above 0 and up to 1: 0.95 for the 95th percentile
     */
    public long percentile(double part) {
        if (!(part > 0 && part <= 1)) {
            throw new IllegalArgumentException("a part above 0 and up to 1 was expected, got " + part);
        }
        long calls = calls();
        long rank = (long) Math.ceil(calls * part);
        long before = 0;
        for (int bucket = 0; bucket < BUCKETS && calls > 0; bucket++) {
            before += counts.get(bucket);
            if (before >= rank) {
                return bucket == BUCKETS - 1 ? lowerBound(bucket) : lowerBound(bucket + 1);
            }
        }
        return 0;
    }
}
