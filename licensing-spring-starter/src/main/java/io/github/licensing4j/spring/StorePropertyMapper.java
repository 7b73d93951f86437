package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.admin.TokenSettings;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.ApiKeyForms;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.MissingDependencyException;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spring.LicensingProperties.StoreType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

/** Opens the license store that the properties configure. */
final class StorePropertyMapper {
    private final LicensingProperties properties;

    StorePropertyMapper(LicensingProperties properties) {
        this.properties = properties;
    }

    /** Returns the kind of store; fails for settings that contradict each other. */
    StoreType type() {
        LicensingProperties.Store store = properties.store();
        boolean hasDir = store.dataDir() != null;
        StoreType set = store.type() != null ? store.type() : hasDir ? StoreType.EMBEDDED : StoreType.MEMORY;
        checkJdbc(store, set);
        new UsagePropertyMapper(properties).check(set);
        if (set == StoreType.MEMORY && properties.audit().headLocation() != null) {
            throw new LicensingException("licensing.audit.head-location has no effect where nothing is stored: expected"
                    + " licensing.store.data-dir or licensing.store.type=jdbc beside it");
        }
        if (set == StoreType.EMBEDDED && !hasDir) {
            throw new MissingPropertyException(
                    "licensing.store.data-dir", "a directory of this process alone, where the database is kept");
        }
        if (set == StoreType.MEMORY && hasDir) {
            throw new LicensingException(
                    "licensing.store.type=memory and licensing.store.data-dir contradict each other:"
                            + " expected only one of them");
        }
        return set;
    }

    private static void checkJdbc(LicensingProperties.Store store, StoreType type) {
        if (type == StoreType.JDBC && store.auditKey() == null) {
            throw new MissingPropertyException(
                    "licensing.store.audit-key",
                    "a file with the key of the audit log, the same on every node and not in the database;"
                            + " it is created if absent");
        }
        if (type != StoreType.JDBC && (store.auditKey() != null || store.dataSource() != null)) {
            throw new LicensingException("licensing.store."
                    + (store.auditKey() != null ? "audit-key" : "data-source")
                    + " is for licensing.store.type=jdbc, and the type is "
                    + type.name().toLowerCase(Locale.ROOT) + ": expected only one of them");
        }
    }

    /** Opens the store. */
    Store open(BeanFactory beans, ObjectProvider<DataSource> sources, @Nullable ClassLoader classes) {
        return switch (type()) {
            case MEMORY -> new InMemoryStore();
            case EMBEDDED -> {
                // Checked here: a driver that the host's class loader does not find is not present.
                if (!ClassUtils.isPresent("org.sqlite.JDBC", classes)) {
                    throw new MissingDependencyException(
                            "org.xerial:sqlite-jdbc", new ClassNotFoundException("org.sqlite.JDBC"));
                }
                yield JdbcStore.embedded(Objects.requireNonNull(dataDir(), "the type requires it"));
            }
            case JDBC -> shared(source(beans, sources));
        };
    }

    /**
     * Opens a shared store. A database that does not answer is reported with the DataSource's properties, not with the
     * library's.
     */
    private Store shared(DataSource source) {
        String product;
        try (Connection connection = source.getConnection()) {
            product = connection.getMetaData().getDatabaseProductName();
        } catch (SQLException | RuntimeException e) {
            // A pool that cannot open its first connection throws its own type of exception.
            throw new DatabaseUnreachableException(properties.store().dataSource(), e);
        }
        return PropertyFault.named(
                "licensing.store.type is jdbc, on " + product, () -> JdbcStore.on(source, postgres()));
    }

    private DataSource source(BeanFactory beans, ObjectProvider<DataSource> sources) {
        String name = properties.store().dataSource();
        try {
            DataSource found = name == null ? sources.getIfAvailable() : beans.getBean(name, DataSource.class);
            if (found != null) {
                return found;
            }
        } catch (NoUniqueBeanDefinitionException e) {
            throw new MissingPropertyException(
                    "licensing.store.data-source",
                    "one of " + String.join(", ", e.getBeanNamesFound() == null ? List.of() : e.getBeanNamesFound()));
        } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException e) {
            throw new LicensingException(
                    "licensing.store.data-source is '" + name + "': expected a DataSource bean", e);
        }
        throw new LicensingException("licensing.store.type=jdbc needs a DataSource bean, and there is none:"
                + " expected one of the host's own, such as spring.datasource.url configures");
    }

    private PostgresSettings postgres() {
        PostgresSettings settings =
                PostgresSettings.defaults().timeout(properties.store().timeout());
        return properties.store().migrate() ? settings : settings.tables(PostgresSettings.Tables.CHECKED);
    }

    /** Returns the data directory, created with access for its owner only; null if there is none. */
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
            throw new LicensingException(
                    "licensing.store.data-dir is '" + absolute + "', but it cannot be created: " + e.getMessage()
                            + ": expected a directory in which this process may create files",
                    e);
        }
    }

    private StoreOptions named(StoreOptions options) {
        String node = properties.store().node();
        return node == null ? options : options.node(node);
    }

    private StoreOptions outages(StoreOptions options) {
        LicensingProperties.Outage outage = properties.outage();
        return options.outage(outage.license())
                .maxStaleness(outage.maxStaleness())
                .quotaOutage(outage.quota())
                .creditsOutage(outage.credits());
    }

    StoreOptions options(Store store) {
        StoreOptions options = outages(named(StoreOptions.in(store)))
                .acceptLoss(properties.store().acceptLoss())
                .tokens(tokens())
                .maxKnownLicenses(properties.limits().maxKnownLicenses())
                .webhooks(new WebhookPropertyMapper(properties).settings())
                .feedInterval(properties.store().feedInterval());
        Path dir = dataDir();
        UsageSettings usage = new UsagePropertyMapper(properties).of(store, dir);
        options.usage(usage);
        if (properties.usage().allowVolatile()) {
            options.allowVolatileUsage();
        }
        Path adopted = properties.usage().adoptJournals();
        if (adopted != null) {
            options.adoptJournals(adopted.toAbsolutePath().normalize());
        }
        Path key = properties.store().auditKey();
        if (key != null) {
            Path file = key.toAbsolutePath().normalize();
            options.auditKey(PropertyFault.named("licensing.store.audit-key", () -> auditKey(file)));
        } else if (dir != null) {
            options.auditKey(auditKey(dir.resolve("audit.key")));
        }
        options.insight(properties.insight().settings());
        properties.insight().signals().settings().ifPresentOrElse(options::signals, options::withoutSignals);
        if (properties.audit().retention() != null) {
            options.auditRetention(properties.audit().retention());
        }
        return options;
    }

    private AuditKey auditKey(Path file) {
        Path head = properties.audit().headLocation();
        return head == null
                ? AuditKey.at(file)
                : AuditKey.at(file, head.toAbsolutePath().normalize());
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
                        : URI.create(stripped(external) + properties.admin().path() + "/status-list"),
                new TokenSettings.ExchangeLimits(tokens.exchangesPerKey(), tokens.exchangesPerCustomer()),
                keyForms());
    }

    private ApiKeyForms keyForms() {
        LicensingProperties.ImportedKeys imported = properties.importedKeys();
        return imported.prefixes().isEmpty() && !imported.unprefixed()
                ? ApiKeyForms.own()
                : ApiKeyForms.withImported(
                        Set.copyOf(imported.prefixes()),
                        imported.unprefixed() ? ApiKeyForms.Unprefixed.ACCEPTED : ApiKeyForms.Unprefixed.REFUSED);
    }

    private static String stripped(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
