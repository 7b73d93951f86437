package io.github.licensing4j.core.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Computes the delay after a failed attempt: 5 s, then three times as long each time up to 6 h, a quarter more or less.
 */
public final class Backoff {
    private static final double FIRST_MILLIS = 5_000;
    private static final double MOST_MILLIS = 6 * 3_600_000.0;

    private Backoff() {}

    /**
     * Returns the delay before the next attempt.
     *
     * @param failures how many attempts have failed, from 1
     */
    public static Duration after(int failures, RandomGenerator random) {
        double millis = Math.min(MOST_MILLIS, FIRST_MILLIS * Math.pow(3, failures - 1.0));
        return Duration.ofMillis((long) (millis * (0.75 + random.nextDouble() / 2)));
    }
}
