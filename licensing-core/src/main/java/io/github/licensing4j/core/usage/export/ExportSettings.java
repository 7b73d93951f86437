package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicensingException;
import java.time.Duration;

/**
 * The timing and the attempts of exports.
 *
 * @param grace the delay after the end of an hour before it is exported; later usage is exported as a difference
 * @param interval the interval between runs
 * @param maxAttempts the number of attempts before an event is given up
 * @param maxAge the age at which an event is given up
 * @param closeTimeout how long closing waits for a last run
 */
public record ExportSettings(
        Duration grace, Duration interval, int maxAttempts, Duration maxAge, Duration closeTimeout) {
    /** Five minutes of grace, a run every minute, 30 attempts within seven days, five seconds of patience. */
    public static final ExportSettings DEFAULT = new ExportSettings(
            Duration.ofMinutes(5), Duration.ofMinutes(1), 30, Duration.ofDays(7), Duration.ofSeconds(5));

    public ExportSettings {
        if (grace.isNegative() || closeTimeout.isNegative()) {
            throw new LicensingException(
                    "exports need a grace and a patience of 0 or more, got " + grace + " and " + closeTimeout);
        }
        if (maxAttempts < 1 || !isPositive(interval) || !isPositive(maxAge)) {
            throw new LicensingException("exports need at least one attempt, an interval and an age above zero, got "
                    + maxAttempts + ", " + interval + " and " + maxAge);
        }
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    /** Returns these settings with another grace. */
    public ExportSettings withGrace(Duration other) {
        return new ExportSettings(other, interval, maxAttempts, maxAge, closeTimeout);
    }
}
