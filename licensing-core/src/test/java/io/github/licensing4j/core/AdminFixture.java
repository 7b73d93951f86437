package io.github.licensing4j.core;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Identification;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.admin.TokenSettings;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.LicenseEvent;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** An engine with stored licenses, whose clock and maintenance are controlled by the test. */
public final class AdminFixture implements AutoCloseable {
    public static final AdminContext BY = AdminContext.by("ann", "because");
    static final String CATALOG = """
            catalog: weather-api
            meters:
              tokens: { unit: token }
            features:
              forecast.daily: {}
              forecast.hourly: {}
            plans:
              free@1:
                features: [forecast.daily]
                limits:
                  monthly: { kind: quota, meter: calls, amount: 100, per: P1M }
              pro@1:
                extends: free@1
                features: [forecast.hourly]
                price: { amount: 49.00 USD, per: P1M }
                trial: { for: P14D, then: free@1 }
                grace: { for: P7D, access: full }
                limits:
                  monthly: { amount: 1000 }
              gold@1:
                extends: pro@1
                price: { amount: 99.00 USD, per: P1M }
                grace: { for: P3D, access: { reduced: free@1 } }
                limits:
                  monthly: { amount: 3000 }
              old@1:
                extends: free@1
                retired: true
            """;

    public final MovableClock clock = new MovableClock("2026-01-31T10:00:00Z");
    public final List<LicenseEvent> events = new CopyOnWriteArrayList<>();
    public final Store store;
    public final LicenseAdmin admin;
    final EngineFixture engine;

    public AdminFixture(Path dir) {
        this(dir, new InMemoryStore(), options -> options);
    }

    public AdminFixture(Path dir, Store store, UnaryOperator<StoreOptions> settings) {
        this.store = store;
        this.engine = new EngineFixture(
                dir,
                CATALOG,
                clock,
                builder -> builder.stored(settings.apply(StoreOptions.in(store)
                                .allowVolatileUsage()
                                .feedInterval(Duration.ofDays(1))
                                .maxStaleness(Duration.ofDays(3650))
                                .listener(events::add)))
                        .keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant())));
        this.admin = engine.built.management().admin().orElseThrow();
    }

    /** Starts with a database, a journal and an audit key in a directory, as after a restart. */
    static AdminFixture embedded(Path directory, String... accepted) {
        return journaled(directory, JdbcStore.embedded(directory), accepted);
    }

    /**
     * Starts with a journal and an audit key beside a store, as after a restart; closes the store where the start fails.
     *
     * @param accepted the names of accepted losses
     */
    static AdminFixture journaled(Path directory, Store store, String... accepted) {
        try {
            return new AdminFixture(
                    directory,
                    store,
                    options -> options.acceptLoss(Set.of(accepted))
                            .node(store.isLocal() ? "local" : "one")
                            .usage(UsageSettings.journaled(JournalSettings.in(directory.resolve("journal"))
                                    .sizes(1 << 18, 1 << 26)))
                            .auditKey(AuditKey.at(directory.resolve("audit.key"))));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    static TokenSettings refreshing() {
        TokenSettings plain = TokenSettings.defaults();
        return new TokenSettings(
                plain.ttl(), TokenSettings.Refresh.ROTATING, plain.refreshTtl(), "test", plain.statusList());
    }

    /** Runs the maintenance that usually runs periodically. */
    void tend() {
        ((Administration) admin).tend();
    }

    /** Creates a license, with its trial if its plan has one. */
    String newLicense(String plan) {
        return admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse(plan)), BY)
                .id();
    }

    /** Creates a license without a trial. */
    String bought(String plan) {
        return admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse(plan)).bought(), BY)
                .id();
    }

    LicenseView license(String id) {
        return admin.licenses().get(id);
    }

    /** A key of a license. */
    String key(String license) {
        return admin.keys()
                .create(license, io.github.licensing4j.admin.ApiKeys.KeyRequest.plain(), BY)
                .key();
    }

    Identification identify(String credential) {
        return engine.licensing.identify(EngineFixture.call(new Credential(Source.BEARER, credential)));
    }

    /** Makes a call and returns {@code granted}, or the code of its refusal. */
    String call(String credential) {
        return engine.call(credential, Requirement.license());
    }

    /** Returns the stored record of a key. */
    ApiKeyRecord stored(NewKey key) {
        return store.credentials().key(EngineFixture.ISSUER, key.view().id()).orElseThrow();
    }

    @Override
    public void close() {
        engine.close();
    }
}
