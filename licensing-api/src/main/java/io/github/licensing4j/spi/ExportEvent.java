package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
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
        Delivery delivery) {

    /**
     * An hour.
     *
     * @param from the first instant
     * @param to the first instant after it
     */
    public record Hour(Instant from, Instant to) {}

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

    /** Returns the same event with another state of its delivery. */
    public ExportEvent delivery(int failures, Instant nextAttempt, @Nullable String error) {
        Delivery next = new Delivery(delivery.createdAt, failures, nextAttempt, error);
        return new ExportEvent(id, exporter, license, customer, meter, hour, revision, units, next);
    }
}
