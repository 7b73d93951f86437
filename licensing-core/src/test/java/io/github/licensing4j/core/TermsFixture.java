package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.Catalogs;
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
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One node whose catalog a test edits between starts and while it runs. */
final class TermsFixture implements AutoCloseable {
    final MovableClock clock;
    private final Path dir;
    private final Supplier<Store> stores;
    private final boolean journaled;
    private @Nullable EngineFixture engine;
    Store store;

    private TermsFixture(Path dir, MovableClock clock, boolean journaled, Supplier<Store> stores) {
        this.dir = dir;
        this.clock = clock;
        this.journaled = journaled;
        this.stores = stores;
        this.store = stores.get();
    }

    static TermsFixture inFiles(Path dir, String now) {
        return new TermsFixture(dir, new MovableClock(now), true, () -> JdbcStore.embedded(dir.resolve("store")));
    }

    /** Where a node stores everything. */
    enum Kept {
        MEMORY,
        SQLITE,
        POSTGRES
    }

    static TermsFixture of(Kept kept, Path dir, String now) {
        return switch (kept) {
            case MEMORY -> inMemory(dir, now);
            case SQLITE -> inFiles(dir, now);
            case POSTGRES -> shared(dir, new MovableClock(now), schema());
        };
    }

    /** Returns a node that stores usage and everything else in memory. */
    static TermsFixture inMemory(Path dir, String now) {
        InMemoryStore kept = new InMemoryStore();
        return new TermsFixture(dir, new MovableClock(now), false, () -> kept);
    }

    /** Only the journal outlives a restart. */
    static TermsFixture journalAlone(Path dir, String now) {
        return new TermsFixture(dir, new MovableClock(now), true, () -> NoStore.INSTANCE);
    }

    static DataSource schema() {
        try {
            return Postgres.database().schema();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static TermsFixture shared(Path dir, MovableClock clock, DataSource database) {
        return new TermsFixture(dir, clock, true, () -> JdbcStore.on(database, PostgresSettings.defaults()));
    }

    /** Starts with a catalog; throws as the start of a host would. */
    TermsFixture start(String catalog) {
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

    static Requirement charge(String meter, long smallest, int scale) {
        return new Requirement(List.of(), Set.of(), List.of(new Charge(meter, smallest, 0, ChargeOn.NOT_5XX, scale)));
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

    void correct(String license, String meter, String units, @Nullable String at) {
        admin().usage()
                .correct(
                        license,
                        new CorrectionRequest(meter, new BigDecimal(units), at == null ? null : Instant.parse(at)),
                        BY);
    }

    Invoice invoice(String license, @Nullable String within) {
        return admin().usage().invoice(license, within == null ? null : Instant.parse(within));
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
