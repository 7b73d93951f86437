package io.github.licensing4j.spring;

import io.github.licensing4j.core.usage.export.FileSettings;
import io.github.licensing4j.core.usage.export.StripeSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code licensing.export}. Nothing is exported unless an exporter is set.
 *
 * @param grace How long after its end an hour is exported. Later usage is exported as a difference.
 * @param cloudEvents CloudEvents over HTTP.
 * @param stripe Meter events of Stripe.
 * @param files Files.
 */
public record ExportProperties(
        @DefaultValue("5m") Duration grace,
        @Nullable CloudEvents cloudEvents,
        @Nullable Stripe stripe,
        @Nullable Files files) {

    /**
     * CloudEvents.
     *
     * @param uri Address to which batches are posted. Https, or http to a loopback address where that is allowed.
     * @param allowHttp Whether http to a loopback address is allowed.
     * @param token Bearer token that is sent.
     * @param source The source of every event, the same for all nodes of one ledger. The issuer if not set.
     * @param timeout How long one request may take.
     */
    public record CloudEvents(
            @Nullable URI uri,
            @DefaultValue("false") boolean allowHttp,
            @Nullable String token,
            @Nullable URI source,
            @DefaultValue("10s") Duration timeout) {
        @Override
        public String toString() {
            return "CloudEvents[host=" + (uri == null ? "none" : uri.getHost()) + ", source=" + source + "]";
        }
    }

    /**
     * Stripe.
     *
     * @param uri Address of the API.
     * @param allowHttp Whether http to a loopback address is allowed.
     * @param apiKey Secret or restricted key that may write meter events.
     * @param eventNames Event name of each meter, or none for a meter that Stripe does not bill.
     * @param inSmallestUnit Meters with decimal places that Stripe counts in their smallest unit.
     * @param negative What happens to a correction that reduces usage.
     * @param timeout How long one request may take.
     */
    public record Stripe(
            @DefaultValue("https://api.stripe.com") URI uri,
            @DefaultValue("false") boolean allowHttp,
            @Nullable String apiKey,
            @DefaultValue Map<String, String> eventNames,
            @DefaultValue Set<String> inSmallestUnit,
            @DefaultValue("refused") StripeSettings.Negative negative,
            @DefaultValue("10s") Duration timeout) {
        @Override
        public String toString() {
            return "Stripe[host=" + uri.getHost() + ", eventNames=" + eventNames + "]";
        }
    }

    /**
     * Files.
     *
     * @param directory Directory of the files. Created if it is missing, and used by one process at a time.
     * @param format Format of the files.
     */
    public record Files(
            @Nullable Path directory, @DefaultValue("csv") FileSettings.Format format) {}
}
