package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Quantity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one license and meter within a closed hour, for one exporter; in a later revision, the change of that
 * usage.
 *
 * @param id derived from exporter, license, meter, hour and revision, so the same at every attempt and on every node
 * @param exporter the exporter's name
 * @param license the license
 * @param customer its customer
 * @param meter the meter
 * @param hour the hour, in UTC
 * @param revision 1 for the first event of the license, meter and hour, one more for each further one
 * @param units the units to add, in the meter's smallest unit; below 0 if a correction subtracted units
 * @param unit the unit of the meter
 * @param delivery the attempts to send it
 */
public record ExportEvent(
        String id,
        String exporter,
        LicenseId license,
        String customer,
        String meter,
        Hour hour,
        int revision,
        long units,
        Unit unit,
        Delivery delivery) {

    /**
     * An hour.
     *
     * @param from the first instant
     * @param to the first instant after it
     */
    public record Hour(Instant from, Instant to) {}

    /**
     * The unit that a meter is counted in.
     *
     * @param name the name, such as {@code byte}
     * @param scale the number of decimal places, {@link CountedMeter#UNKNOWN} if it is unknown
     */
    public record Unit(String name, int scale) {
        /** The unit of a meter that was counted before any catalog defined it. */
        public static final Unit UNKNOWN = new Unit("", CountedMeter.UNKNOWN);

        /** Returns whether the number of decimal places is known. */
        public boolean isKnown() {
            return scale != CountedMeter.UNKNOWN;
        }
    }

    /**
     * The attempts to send an event.
     *
     * @param createdAt when it was created
     * @param attempts how often its delivery has failed
     * @param dueAt the instant of the next attempt
     * @param lastError why the last attempt failed, null if there was none
     */
    public record Delivery(
            Instant createdAt,
            int attempts,
            Instant dueAt,
            @Nullable String lastError) {}

    /**
     * Returns the units to add as a decimal number, such as 1.5 s for 1,500 smallest units of a meter with three decimal
     * places; in smallest units where {@link #unit} is unknown.
     */
    public Quantity quantity() {
        return unit.isKnown()
                ? new Quantity(Quantity.decimal(units, unit.scale()), unit.name())
                : Quantity.smallest(units);
    }

    /** Returns the same event with another unit. */
    public ExportEvent unit(Unit counted) {
        return new ExportEvent(id, exporter, license, customer, meter, hour, revision, units, counted, delivery);
    }

    /** Returns the same event with another state of its delivery. */
    public ExportEvent delivery(int failures, Instant nextAttempt, @Nullable String error) {
        Delivery next = new Delivery(delivery.createdAt, failures, nextAttempt, error);
        return new ExportEvent(id, exporter, license, customer, meter, hour, revision, units, unit, next);
    }
}
