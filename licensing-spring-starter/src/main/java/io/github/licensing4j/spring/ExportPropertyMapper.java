package io.github.licensing4j.spring;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.export.CloudEventsExporter;
import io.github.licensing4j.core.usage.export.CloudEventsSettings;
import io.github.licensing4j.core.usage.export.ExportAddress;
import io.github.licensing4j.core.usage.export.ExportSettings;
import io.github.licensing4j.core.usage.export.FileExporter;
import io.github.licensing4j.core.usage.export.FileSettings;
import io.github.licensing4j.core.usage.export.Secret;
import io.github.licensing4j.core.usage.export.StripeExporter;
import io.github.licensing4j.core.usage.export.StripeSettings;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageExporter;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts the properties of the export of usage to exporters. */
final class ExportPropertyMapper {
    private final LicensingProperties properties;
    private final ExportProperties export;
    private final InstantSource clock;

    ExportPropertyMapper(LicensingProperties properties, InstantSource clock) {
        this.properties = properties;
        this.export = properties.export();
        this.clock = clock;
    }

    /** Adds the configured exporters and the host's own. */
    void addTo(StoreOptions options, Store store, List<UsageExporter> own) {
        exporters(store, own).forEach(options::usageExporter);
        options.exports(ExportSettings.DEFAULT.withGrace(export.grace()));
    }

    /** Builds the settings only, which fails for values that no exporter accepts. */
    void check() {
        if (export.cloudEvents() != null) {
            cloudEvents(export.cloudEvents());
        }
        if (export.stripe() != null) {
            stripe(export.stripe());
        }
        if (export.files() != null) {
            files(export.files());
        }
    }

    List<UsageExporter> exporters(Store store, List<UsageExporter> own) {
        List<UsageExporter> exporters = new ArrayList<>(own);
        if (export.cloudEvents() != null) {
            exporters.add(new CloudEventsExporter(cloudEvents(export.cloudEvents()), clock));
        }
        if (export.stripe() != null) {
            exporters.add(
                    new StripeExporter(stripe(export.stripe()), license -> stripeCustomer(store, license), clock));
        }
        if (export.files() != null) {
            exporters.add(new FileExporter(files(export.files())));
        }
        if (!exporters.isEmpty() && store instanceof InMemoryStore) {
            throw new LicensingException("usage is exported, but the store is in memory: what was exported would be"
                    + " forgotten with the process; expected licensing.store.data-dir or licensing.store.type=jdbc");
        }
        return exporters;
    }

    private static Optional<String> stripeCustomer(Store store, LicenseId license) {
        return store.licenses().find(license).map(record -> record.external().get("stripe"));
    }

    private CloudEventsSettings cloudEvents(ExportProperties.CloudEvents set) {
        URI uri = required(
                set.uri(), "licensing.export.cloud-events.uri", "the address that batches of events are posted to");
        String issuer = EnginePropertyMapper.required(properties.issuer(), "licensing.issuer");
        return new CloudEventsSettings(
                address("licensing.export.cloud-events.uri", uri, set.allowHttp()),
                set.token() == null ? null : new Secret("licensing.export.cloud-events.token", set.token()),
                set.source() == null ? URI.create(issuer) : set.source(),
                set.timeout());
    }

    private static StripeSettings stripe(ExportProperties.Stripe set) {
        String key = required(
                set.apiKey(), "licensing.export.stripe.api-key", "a key of Stripe that may write meter events");
        return new StripeSettings(
                address("licensing.export.stripe.uri", set.uri(), set.allowHttp()),
                new Secret("licensing.export.stripe.api-key", key),
                set.eventNames(),
                set.inSmallestUnit(),
                set.negative(),
                set.timeout());
    }

    private static FileSettings files(ExportProperties.Files set) {
        return new FileSettings(
                required(set.directory(), "licensing.export.files.directory", "a directory of this process alone"),
                set.format());
    }

    private static ExportAddress address(String property, URI uri, boolean allowHttp) {
        return PropertyFault.named(property, () -> new ExportAddress(uri, plain(allowHttp)));
    }

    private static ExportAddress.Plain plain(boolean allowed) {
        return allowed ? ExportAddress.Plain.ALLOW_ON_LOOPBACK : ExportAddress.Plain.REFUSED;
    }

    private static <T> T required(@Nullable T value, String property, String expected) {
        if (value == null) {
            throw new MissingPropertyException(property, expected);
        }
        return value;
    }
}
