package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicensingException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code licensing.export.cloud-events}.
 *
 * @param address the address that batches are posted to ({@code uri}, with {@code allow-http} for the loopback)
 * @param token the bearer token, null for none
 * @param source the {@code source} of every event: an absolute URI or a path; the receiver counts an id once per source, so
 *     nodes of one ledger have the same
 * @param timeout for one request, from connecting to the last byte of the answer
 */
public record CloudEventsSettings(
        ExportAddress address, @Nullable Secret token, URI source, Duration timeout) {
    public CloudEventsSettings {
        if (source.toString().isEmpty()) {
            throw new LicensingException("licensing.export.cloud-events.source is empty, expected a URI");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new LicensingException("licensing.export.cloud-events needs a time-out above zero, got " + timeout);
        }
    }

    /** Creates settings with a time-out of 10 s. */
    public CloudEventsSettings(ExportAddress address, @Nullable Secret token, URI source) {
        this(address, token, source, Duration.ofSeconds(10));
    }
}
