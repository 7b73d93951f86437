package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one license used of one meter within a closed hour, as it is told to one exporter; or, in a later revision, by how
 * much that has changed since.
 *
 * @param id derived from exporter, license, meter, hour and revision, so the same at every attempt and on every node
 * @param exporter the exporter's name
 * @param license the license
 * @param customer its customer
 * @param meter the meter
 * @param windowStart the first instant of the hour
 * @param windowEnd the first instant after it
 * @param revision 1 for the first event of the license, meter and window, one more for each further one
 * @param units what is to be added, in the meter's smallest unit; below 0 where a correction took away
 * @param createdAt when it was made
 * @param attempts how often its delivery has failed
 * @param dueAt when it is to be tried next
 * @param lastError why it failed last, null if it has not been tried
 */
public record ExportEvent(
        String id,
        String exporter,
        LicenseId license,
        String customer,
        String meter,
        Instant windowStart,
        Instant windowEnd,
        int revision,
        long units,
        Instant createdAt,
        int attempts,
        Instant dueAt,
        @Nullable String lastError) {}
