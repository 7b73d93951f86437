package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.UsageAdmin;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One node with usage and invoices, over a store that other nodes and later runs may share. Only the test moves time.
 */
final class BilledNode implements AutoCloseable {
    /** One call that uses 3 tokens. */
    static final Requirement TOKENS =
            new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 3, 0, ChargeOn.NOT_5XX)));

    static final Requirement CALL = Requirement.license();

    final EngineFixture engine;

    /** Where nodes store usage. */
    enum Kept {
        IN_MEMORY,
        SQLITE,
        POSTGRES;

        boolean isShared() {
            return this != SQLITE;
        }

        /** Opens the same store again and again. */
        Supplier<Store> stores(Path dir) {
            return switch (this) {
                case IN_MEMORY -> {
                    Store store = shared(new InMemoryStore());
                    yield () -> store;
                }
                case SQLITE -> () -> JdbcStore.embedded(dir.resolve("store"));
                case POSTGRES -> {
                    DataSource source = schema();
                    yield () -> JdbcStore.on(source, PostgresSettings.defaults());
                }
            };
        }

        private static DataSource schema() {
            return Postgres.newPooledSchema();
        }

        /** What several engines of one process can open and close. */
        private static Store shared(Store kept) {
            return (Store) Proxy.newProxyInstance(
                    Store.class.getClassLoader(),
                    new Class<?>[] {Store.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "isLocal" -> false;
                        case "close" -> null;
                        default -> method.invoke(kept, arguments);
                    });
        }
    }

    /** @param dir of the host, with its keys; each node has a directory of its own in it */
    BilledNode(Path dir, String name, String catalog, MovableClock clock, Store store) {
        this.engine = new EngineFixture(
                made(dir.resolve(name)),
                catalog,
                clock,
                builder -> builder.stored(StoreOptions.in(store)
                                .node(name)
                                .allowVolatileUsage()
                                .feedInterval(Duration.ofDays(1))
                                .maxStaleness(Duration.ofDays(3650))
                                .auditKey(AuditKey.at(dir.resolve("audit.key"))))
                        .keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant())));
    }

    private static Path made(Path dir) {
        try {
            return Files.createDirectories(dir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LicenseAdmin admin() {
        return engine.built.management().admin().orElseThrow();
    }

    UsageAdmin usage() {
        return admin().usage();
    }

    /** Follows other nodes, which usually happens periodically. */
    void tend() {
        ((Administration) admin()).tend();
    }

    String license(String customer, String plan) {
        return admin().licenses()
                .create(NewLicense.of(customer, PlanId.parse(plan)), BY)
                .id();
    }

    NewKey key(String license) {
        return admin().keys().create(license, KeyRequest.plain(), BY);
    }

    /** Makes a call and returns {@code granted}, or the code of its refusal. */
    String call(String credential, @Nullable String user, Requirement requirement) {
        Call call = new Call(
                "GET",
                new RequestPath.Canonical("/v1/forecast"),
                List.of(new Credential(Source.BEARER, credential)),
                new Call.Peer("203.0.113.9", Call.Route.DIRECT, user, null, null),
                CallEvidence.none());
        if (engine.licensing.identify(call) instanceof Identified caller
                && EngineFixture.decide(engine.licensing, caller, requirement) instanceof Granted granted) {
            granted.reservation().settle(new Outcome(200, 0));
            return "granted";
        }
        return engine.licensing.identify(call) instanceof Identified caller
                        && EngineFixture.decide(engine.licensing, caller, requirement) instanceof Refused refused
                ? refused.refusal().code().text()
                : "not identified";
    }

    void calls(int count, String credential, @Nullable String user) {
        for (int i = 0; i < count; i++) {
            String answer = call(credential, user, CALL);
            if (!answer.equals("granted")) {
                throw new AssertionError("call " + i + " was refused: " + answer);
            }
        }
    }

    LimitStatus status(String license, String limit) {
        return admin().licenses().limits(license).stream()
                .filter(one -> one.limit().name().equals(limit))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        engine.close();
    }
}
