package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.Catalogs;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One node whose catalog is edited between starts and while it runs, with its stores of counters. */
final class CounterFixture implements AutoCloseable {
    final MovableClock clock;
    private final Path dir;
    private final Supplier<Store> stores;
    private final boolean journaled;
    private @Nullable EngineFixture engine;
    Store store;

    private CounterFixture(Path dir, MovableClock clock, boolean journaled, Supplier<Store> stores) {
        this.dir = dir;
        this.clock = clock;
        this.journaled = journaled;
        this.stores = stores;
        this.store = stores.get();
    }

    /** Where a node stores counters. */
    enum Kept {
        MEMORY,
        JOURNAL,
        SQLITE,
        POSTGRES
    }

    static CounterFixture of(Kept kept, Path dir, MovableClock clock) {
        Supplier<Store> stores = switch (kept) {
            case MEMORY -> {
                InMemoryStore all = new InMemoryStore();
                yield () -> all;
            }
            case JOURNAL -> () -> NoStore.INSTANCE;
            case SQLITE -> () -> JdbcStore.embedded(dir.resolve("store"));
            case POSTGRES -> {
                DataSource database = schema();
                yield () -> JdbcStore.on(database, PostgresSettings.defaults());
            }
        };
        return new CounterFixture(dir, clock, kept != Kept.MEMORY, stores);
    }

    static DataSource schema() {
        try {
            return Postgres.database().schema();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static CounterFixture node(Path dir, MovableClock clock, DataSource database) {
        return new CounterFixture(dir, clock, true, () -> JdbcStore.on(database, PostgresSettings.defaults()));
    }

    /** Starts with a catalog; throws as the start of a host would. */
    CounterFixture start(String catalog) {
        UsageSettings usage = journaled
                ? UsageSettings.journaled(
                        JournalSettings.in(dir.resolve("journal")).sizes(1 << 20, 8 << 20))
                : UsageSettings.inMemory();
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        StoreOptions options = StoreOptions.in(store)
                .feedInterval(Duration.ofDays(1))
                .maxStaleness(Duration.ofDays(3650))
                .node("node-" + dir.getFileName())
                .usage(usage)
                .allowVolatileUsage()
                .auditKey(AuditKey.at(dir.resolve("audit.key")));
        engine = new EngineFixture(
                dir,
                catalog,
                clock,
                builder ->
                        builder.stored(options).keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant())));
        return this;
    }

    void stop() {
        if (engine != null) {
            engine.close();
            engine = null;
        } else {
            store.close();
        }
        store = stores.get();
    }

    void restart(String catalog) {
        stop();
        start(catalog);
    }

    EngineFixture engine() {
        if (engine == null) {
            throw new AssertionError("not started");
        }
        return engine;
    }

    /** Replaces the catalog while the node runs. */
    void edit(String catalog) {
        Catalogs catalogs = admin().catalogs();
        catalogs.replace(catalog, catalogs.current().hash(), BY);
    }

    LicenseAdmin admin() {
        return engine().built.management().admin().orElseThrow();
    }

    String license(String plan) {
        return admin().licenses()
                .create(NewLicense.of("acme", PlanId.parse(plan)), BY)
                .id();
    }

    String key(String license) {
        return admin().keys().create(license, KeyRequest.plain(), BY).key();
    }

    /** A license without a record. */
    String token(String plan) {
        return engine().token(plan, "lic_self");
    }

    /** Makes a call and returns its result. */
    String call(String credential, Requirement requirement) {
        var who = engine().licensing.identify(EngineFixture.call(new Credential(Source.BEARER, credential)));
        if (who instanceof Refused refused) {
            return refused.refusal().code().text();
        }
        var decision = EngineFixture.decide(engine().licensing, who, requirement);
        if (decision instanceof Refused refused) {
            return refused.refusal().code().text();
        }
        ((Granted) decision).reservation().settle(new Outcome(200, 0));
        return "granted";
    }

    void calls(String credential, int count) {
        for (int i = 0; i < count; i++) {
            if (!call(credential, Requirement.license()).equals("granted")) {
                throw new AssertionError("call " + i + " was refused");
            }
        }
    }

    /** Makes calls until one is refused, and counts those that were not. */
    int left(String credential) {
        int granted = 0;
        while (call(credential, Requirement.license()).equals("granted")) {
            granted++;
        }
        return granted;
    }

    Invoice invoice(String license, String within) {
        return admin().usage().invoice(license, Instant.parse(within));
    }

    /** The invoice of a customer for the present month. */
    CustomerInvoice customer(String customer) {
        return admin().usage().customerInvoice(customer, clock.instant());
    }

    void correct(String license, String calls) {
        admin().usage().correct(license, new CorrectionRequest("calls", new BigDecimal(calls), null), BY);
    }

    long used(String license, String limit) {
        return admin().licenses().limits(license).stream()
                .filter(status -> status.limit().name().equals(limit))
                .findFirst()
                .orElseThrow()
                .used();
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        } else {
            store.close();
        }
    }
}
