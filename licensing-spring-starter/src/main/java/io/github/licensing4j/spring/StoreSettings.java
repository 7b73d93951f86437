package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.admin.TokenSettings;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spring.LicensingProperties.StoreType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the properties say of the license store. */
final class StoreSettings {
    private final LicensingProperties properties;

    StoreSettings(LicensingProperties properties) {
        this.properties = properties;
    }

    /** What keeps licenses; settings that contradict each other fail. */
    StoreType type() {
        StoreType set = properties.store().type();
        boolean hasDir = properties.store().dataDir() != null;
        if (set == null) {
            return hasDir ? StoreType.EMBEDDED : StoreType.MEMORY;
        }
        if (set != StoreType.MEMORY && !hasDir) {
            throw new MissingPropertyException(
                    "licensing.store.data-dir",
                    "a directory of this process alone; with licensing.store.type="
                            + set.name().toLowerCase(Locale.ROOT)
                            + " the keys of the audit log and of license tokens are kept there");
        }
        if (set == StoreType.MEMORY && hasDir) {
            throw new LicensingException(
                    "licensing.store.type=memory and licensing.store.data-dir contradict each other:"
                            + " expected only one of them");
        }
        return set;
    }

    /** The data directory, made and closed to others where it is new; null if there is none. */
    @Nullable
    Path dataDir() {
        Path dir = properties.store().dataDir();
        if (dir == null) {
            return null;
        }
        Path absolute = dir.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(absolute)) {
                Files.createDirectories(absolute);
                if (absolute.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
                }
            }
            return absolute;
        } catch (IOException e) {
            throw new UncheckedIOException("licensing.store.data-dir '" + absolute + "' cannot be made", e);
        }
    }

    StoreOptions options(LicenseStore store) {
        StoreOptions options = StoreOptions.in(store)
                .tokens(tokens())
                .maxKnownLicenses(properties.limits().maxKnownLicenses())
                .webhooks(new WebhookSettings(properties).options())
                .outage(properties.outage().license())
                .maxStaleness(properties.outage().maxStaleness())
                .feedInterval(properties.store().feedInterval());
        Path dir = dataDir();
        if (dir != null) {
            options.auditKey(AuditKey.at(dir.resolve("audit.key")));
        }
        if (properties.audit().retention() != null) {
            options.auditRetention(properties.audit().retention());
        }
        return options;
    }

    private TokenSettings tokens() {
        LicensingProperties.Tokens tokens = properties.tokens();
        URI external = properties.externalUri();
        return new TokenSettings(
                tokens.ttl(),
                tokens.refresh() ? TokenSettings.Refresh.ROTATING : TokenSettings.Refresh.NONE,
                tokens.refreshTtl(),
                tokens.environment(),
                external == null
                        ? null
                        : URI.create(stripped(external) + properties.admin().path() + "/status-list"));
    }

    private static String stripped(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
