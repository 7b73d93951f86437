package io.github.licensing4j.core.insight;

import io.github.licensing4j.LicensingException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long details of figures are kept. Sums by day and month, counters, corrections and invoices are always kept.
 *
 * @param usageHours the age of a UTC day from which its hours of usage are combined into its first hour; at least 35 days; null for
 *     never
 * @param measurementHours how long refusals and latencies are kept by the hour; at least a day
 * @param measurementDays how long refusals and latencies are kept by the day, at least as long; null for ever
 * @param pruneHour the hour of the day, in UTC, in which this is done; 0 to 23
 */
public record InsightSettings(
        @Nullable Duration usageHours,
        Duration measurementHours,
        @Nullable Duration measurementDays,
        int pruneHour) {
    private static final Duration SHORTEST = Duration.ofDays(35);
    private static final int LAST_HOUR = 23;
    private static final InsightSettings DEFAULTS =
            new InsightSettings(null, Duration.ofDays(30), Duration.ofDays(1_096), 3);

    public InsightSettings {
        if (usageHours != null && usageHours.compareTo(SHORTEST) < 0) {
            throw new LicensingException("licensing.insight.usage-hours: got " + usageHours.toDays()
                    + " days, expected at least " + SHORTEST.toDays() + ", so that present periods keep their hours");
        }
        if (measurementHours.compareTo(Duration.ofDays(1)) < 0) {
            throw new LicensingException(
                    "licensing.insight.measurement-hours: got " + measurementHours + ", expected at least a day");
        }
        if (measurementDays != null && measurementDays.compareTo(measurementHours) < 0) {
            throw new LicensingException("licensing.insight.measurement-days: got " + measurementDays.toDays()
                    + " days, expected at least those of measurement-hours, " + measurementHours.toDays());
        }
        if (pruneHour < 0 || pruneHour > LAST_HOUR) {
            throw new LicensingException(
                    "licensing.insight.prune-hour: got " + pruneHour + ", expected an hour from 0 to " + LAST_HOUR);
        }
    }

    /**
     * Returns the defaults: hours of usage are always kept; refusals and latencies for 30 days by the hour and for 3 years by the
     * day; removed from 03:00 to 04:00 UTC.
     */
    public static InsightSettings defaults() {
        return DEFAULTS;
    }
}
