package io.github.licensing4j.core.license;

import java.time.Duration;

/**
 * How old what is known of a store may be for calls to be decided on it. The age is that of the last look that succeeded,
 * so that a store that hangs is found as well as one that fails.
 *
 * @param outagePolicy what holds while the store does not answer
 * @param maxStaleness how old it may be under {@link OutagePolicy#CACHED}
 * @param lookInterval how often the store is looked at
 */
public record Staleness(OutagePolicy outagePolicy, Duration maxStaleness, Duration lookInterval) {
    private static final int MISSED_LOOKS = 5;
    private static final Duration LEAST = Duration.ofSeconds(5);

    /** What holds while a store does not answer. What was never seen is refused in any case: nothing is invented. */
    public enum OutagePolicy {
        /** Calls are decided on what is known, for a time; after that, they are refused. */
        CACHED,
        /** Calls are decided on what is known for as long as it lasts. Revocations made meanwhile are not known. */
        OPEN,
        /** Calls are refused once a look has failed, or five in a row are missing, at least 5 s. */
        CLOSED
    }

    public Staleness {
        if (maxStaleness.isNegative() || lookInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "expected times of zero or more, got " + maxStaleness + " and " + lookInterval);
        }
    }

    /** Whether nothing may be decided on it any more. */
    public boolean isOver(boolean down, long ageMillis) {
        return switch (outagePolicy) {
            case CACHED -> ageMillis > maxStaleness.toMillis();
            case OPEN -> false;
            case CLOSED -> down || ageMillis > late();
        };
    }

    /** Whether looks come often enough for anything to be decided between them. */
    public boolean isReachable() {
        return outagePolicy != OutagePolicy.CACHED || lookInterval.compareTo(maxStaleness) < 0;
    }

    /** Whether looks are missing, so that the store is known to be in trouble. */
    boolean isLate(long ageMillis) {
        return ageMillis > late();
    }

    private long late() {
        return Math.max(
                LEAST.toMillis(), lookInterval.multipliedBy(MISSED_LOOKS).toMillis());
    }
}
