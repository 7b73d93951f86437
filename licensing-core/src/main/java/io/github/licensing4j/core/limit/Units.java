package io.github.licensing4j.core.limit;

/** Sums of units, none below zero. */
final class Units {
    private Units() {}

    /** The sum, or the greatest number where it is beyond: an absurd report must not wrap around into a refund. */
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
