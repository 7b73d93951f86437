package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;

/**
 * The usage of one meter by one license within an hour, under one combination of the keys of {@link UsageDimension}.
 *
 * @param license the license
 * @param customer its customer
 * @param plan the plan version in force
 * @param meter the meter
 * @param origin the calls that used the units
 * @param kind whether it is charged
 * @param hourMillis the first epoch millisecond of the hour, in UTC
 * @param units in the meter's smallest unit; below 0 only for a correction
 * @param calls how many calls
 */
public record UsageRow(
        LicenseId license,
        String customer,
        PlanId plan,
        String meter,
        Origin origin,
        UsageKind kind,
        long hourMillis,
        long units,
        long calls) {
    private static final long HOUR = 3_600_000;

    /**
     * The calls that used units.
     *
     * @param feature the features of the endpoint, joined by commas; may be empty
     * @param endpoint the endpoint; may be empty
     * @param statusClass the first digit of the status, 0 for a correction
     */
    public record Origin(String feature, String endpoint, int statusClass) {
        /** The origin of a correction. */
        public static final Origin NONE = new Origin("", "", 0);
    }

    public UsageRow {
        if (Math.floorMod(hourMillis, HOUR) != 0) {
            throw new IllegalArgumentException("the first millisecond of an hour was expected, got " + hourMillis);
        }
    }

    /** Returns the first epoch millisecond of the hour that contains an instant. */
    public static long hourOf(long millis) {
        return millis - Math.floorMod(millis, HOUR);
    }
}
