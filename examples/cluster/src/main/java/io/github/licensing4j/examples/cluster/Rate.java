package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.Checks.Bounds;

/** The rate of the plan {@code free}. */
final class Rate {
    static final String TEXT = "20 a second with a burst of 40";

    private static final long A_SECOND = 20;
    private static final long BURST = 40;

    private Rate() {}

    /**
     * Returns how many calls are granted from an instant until now to callers that never stop: at most a burst and what was
     * refilled, at least half of it.
     *
     * @param start the instant, by {@code System.nanoTime()}
     * @param bursts how many bursts more may be granted
     */
    static Bounds bounds(long start, int bursts) {
        long refilled = A_SECOND * (System.nanoTime() - start) / 1_000_000_000 + 1;
        return new Bounds((BURST + refilled) / 2, BURST * (1 + bursts) + refilled);
    }
}
