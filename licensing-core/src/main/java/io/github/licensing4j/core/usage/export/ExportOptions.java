package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicensingException;
import java.time.Duration;

/**
 * When usage is told, and how hard it is tried.
 *
 * @param grace how long after its end an hour is told; what comes in later is told as a difference
 * @param interval how often is looked for something to tell
 * @param maxAttempts how often an event is tried before it is given up
 * @param maxAge how old an event gets before it is given up
 * @param patience how long closing waits for a last look
 */
public record ExportOptions(Duration grace, Duration interval, int maxAttempts, Duration maxAge, Duration patience) {
    /** Five minutes of grace, a look every minute, 30 attempts within seven days, five seconds of patience. */
    public static final ExportOptions DEFAULT = new ExportOptions(
            Duration.ofMinutes(5), Duration.ofMinutes(1), 30, Duration.ofDays(7), Duration.ofSeconds(5));

    public ExportOptions {
        if (grace.isNegative() || patience.isNegative()) {
            throw new LicensingException(
                    "exports need a grace and a patience of 0 or more, got " + grace + " and " + patience);
        }
        if (maxAttempts < 1 || !isPositive(interval) || !isPositive(maxAge)) {
            throw new LicensingException("exports need at least one attempt, an interval and an age above zero, got "
                    + maxAttempts + ", " + interval + " and " + maxAge);
        }
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    /** The same with another grace. */
    public ExportOptions withGrace(Duration other) {
        return new ExportOptions(other, interval, maxAttempts, maxAge, patience);
    }
}
