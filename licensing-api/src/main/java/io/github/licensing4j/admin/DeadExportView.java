package io.github.licensing4j.admin;

import io.github.licensing4j.Quantity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An export event that is no longer retried: the usage of one license and meter within an hour, or the change of that
 * usage.
 *
 * @param id to replay it by
 * @param exporter the name of its exporter
 * @param license the id of the license
 * @param customer its customer
 * @param meter the meter
 * @param hour the hour
 * @param revision 1 for the first event of the license, meter and hour, one more for each further one
 * @param units the units to add; below 0 if a correction subtracted units. In the smallest unit if the decimals of the meter
 *     are unknown
 * @param delivery the attempts to send it
 */
public record DeadExportView(
        String id,
        String exporter,
        String license,
        String customer,
        String meter,
        Hour hour,
        int revision,
        Quantity units,
        Delivery delivery) {

    /**
     * An hour in UTC.
     *
     * @param from the first instant
     * @param to the first instant after it
     */
    public record Hour(Instant from, Instant to) {}

    /**
     * The attempts to send an event.
     *
     * @param createdAt when it was created
     * @param attempts how often it was tried
     * @param error the last error, null if there was none
     */
    public record Delivery(
            Instant createdAt, int attempts, @Nullable String error) {}
}
