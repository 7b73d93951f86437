package io.github.licensing4j.core.license;

import io.github.licensing4j.OutagePolicy;
import java.time.Duration;

/**
 * Limits the age of cached data that calls may be decided on. The age is that of the last successful poll, so that a
 * store that hangs is detected as well as one that fails.
 *
 * @param outagePolicy the policy while the store is unavailable
 * @param maxStaleness the maximum age under {@link OutagePolicy.Licenses#CACHED}
 * @param pollInterval how often the store is polled
 */
public record Staleness(OutagePolicy.Licenses outagePolicy, Duration maxStaleness, Duration pollInterval) {
    private static final int MISSED_POLLS = 5;
    private static final Duration LEAST = Duration.ofSeconds(5);

    public Staleness {
        if (maxStaleness.isNegative() || pollInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "expected times of zero or more, got " + maxStaleness + " and " + pollInterval);
        }
    }

    /** Returns whether cached data is too old to decide calls on. */
    public boolean isOver(boolean down, long ageMillis) {
        return switch (outagePolicy) {
            case CACHED -> ageMillis > maxStaleness.toMillis();
            case OPEN -> false;
            case CLOSED -> down || ageMillis > late();
        };
    }

    /** Returns whether polls are frequent enough for cached data to be usable between them. */
    public boolean isReachable() {
        return outagePolicy != OutagePolicy.Licenses.CACHED || pollInterval.compareTo(maxStaleness) < 0;
    }

    /** Returns whether polls are overdue, so that the store is considered unavailable. */
    boolean isLate(long ageMillis) {
        return ageMillis > late();
    }

    private long late() {
        return Math.max(
                LEAST.toMillis(), pollInterval.multipliedBy(MISSED_POLLS).toMillis());
    }
}
