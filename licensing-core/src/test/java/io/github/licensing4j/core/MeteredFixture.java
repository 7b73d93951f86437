package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.UsageAdmin;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookEndpoint.Plain;
import io.github.licensing4j.core.webhook.WebhookKey;
import io.github.licensing4j.core.webhook.WebhookOptions;
import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An engine with usage and invoices, which can be stopped and started again on its files. */
final class MeteredFixture implements AutoCloseable {
    static final Requirement CALL = Requirement.license();
    /** One call that consumes one and a half tokens. */
    static final Requirement TOKENS =
            new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 15, 0, ChargeOn.NOT_5XX, 1)));

    private static final String CATALOG = """
            catalog: weather-api
            meters:
              tokens: { unit: token, scale: 1 }
            features:
              forecast.daily: {}
            plans:
              free@1:
                features: [forecast.daily]
                limits:
                  monthly: { kind: quota, meter: calls, amount: 100, per: P1M }
              pro@1:
                features: [forecast.daily]
                price: { amount: 49.00 USD, per: P1M }
                limits:
                  monthly:
                    kind: quota
                    meter: calls
                    amount: 10
                    per: P1M
                    warn-at: [80, 100]
                    overage: { cap: 20, unit-price: 0.25 USD }
                  prepaid: { kind: credits, meter: tokens, initial: 5, expires: P1Y }
              rolling@1:
                features: [forecast.daily]
                price: { amount: 49.00 USD, per: P1M }
                limits:
                  monthly:
                    kind: quota
                    meter: calls
                    amount: 10
                    per: P1M
                    rollover: { max: 8 }
                    overage: { cap: 20, unit-price: 0.25 USD }
              team@1:
                features: [forecast.daily]
                limits:
                  shared: { kind: quota, meter: calls, amount: 5, per: P1M, of: customer, warn-at: [80] }
                  each:   { kind: quota, meter: calls, amount: 3, per: P1M, of: key }
              tried@1:
                extends: free@1
                trial: { for: P14D, then: pro@1 }
            """;
    private static final WebhookOptions WEBHOOKS = new WebhookOptions(
            List.of(new WebhookEndpoint(
                    "hook",
                    URI.create("https://hooks.invalid/"),
                    WebhookKey.shared("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                    Set.of("usage.threshold"),
                    Plain.REFUSED)),
            Duration.ofSeconds(1),
            15,
            Duration.ofDays(3),
            Duration.ofDays(1));

    /** Where the engine stores usage. */
    enum Kept {
        IN_MEMORY,
        IN_FILES
    }

    final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final Path dir;
    private final Kept kept;
    private final UnaryOperator<StoreOptions> settings;
    private String catalog;
    Store store;
    private EngineFixture engine;

    MeteredFixture(Path dir, Kept kept, UnaryOperator<StoreOptions> settings) {
        this(dir, kept, CATALOG, settings);
    }

    MeteredFixture(Path dir, Kept kept, String catalog, UnaryOperator<StoreOptions> settings) {
        this.catalog = catalog;
        this.dir = dir;
        this.kept = kept;
        this.settings = settings;
        this.store = open();
        this.engine = start();
    }

    private Store open() {
        return kept == Kept.IN_FILES ? JdbcStore.embedded(dir.resolve("store")) : new InMemoryStore();
    }

    private EngineFixture start() {
        UsageSettings usage = kept == Kept.IN_FILES
                ? UsageSettings.journaled(
                        JournalSettings.in(dir.resolve("journal")).sizes(1 << 20, 8 << 20))
                : UsageSettings.inMemory();
        StoreOptions options = StoreOptions.in(store)
                .feedInterval(Duration.ofDays(1))
                .maxStaleness(Duration.ofDays(3650))
                .usage(usage)
                .auditKey(AuditKey.at(dir.resolve("audit.key")))
                .webhooks(WEBHOOKS);
        return new EngineFixture(
                dir,
                catalog,
                clock,
                builder -> builder.stored(settings.apply(options))
                        .keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant())));
    }

    /** Stops the engine and starts another one on the same files. */
    void restart() {
        engine.close();
        store = open();
        engine = start();
    }

    /** Stops the engine and starts another one with another catalog. */
    void restart(String other) {
        catalog = other;
        restart();
    }

    LicenseAdmin admin() {
        return engine.built.management().admin().orElseThrow();
    }

    UsageAdmin usage() {
        return admin().usage();
    }

    void tend() {
        ((Administration) admin()).tend();
    }

    String license(String plan) {
        return admin().licenses()
                .create(NewLicense.of("acme", PlanId.parse(plan)), BY)
                .id();
    }

    String key(String license) {
        return admin().keys().create(license, KeyRequest.plain(), BY).key();
    }

    /** A token of a license without a record. */
    String token(String plan, String license) {
        return engine.token(plan, license);
    }

    /** Makes a call and returns {@code granted}, or the code of its refusal. */
    String call(String key, Requirement requirement) {
        var who = engine.licensing.identify(EngineFixture.call(new Credential(Source.BEARER, key)));
        if (who instanceof Refused refused) {
            return refused.refusal().code().text();
        }
        var decision = EngineFixture.decide(engine.licensing, who, requirement);
        if (decision instanceof Refused refused) {
            return refused.refusal().code().text();
        }
        ((Granted) decision).reservation().settle(new Outcome(200, 0));
        return "granted";
    }

    void calls(String key, int count) {
        for (int i = 0; i < count; i++) {
            if (!call(key, CALL).equals("granted")) {
                throw new AssertionError("call " + i + " was refused");
            }
        }
    }

    void correct(String license, String units) {
        usage().correct(license, new CorrectionRequest("calls", new BigDecimal(units), null), BY);
    }

    /** Of a plan that counts each key: the id of one, empty for calls without a key. */
    void correctKey(String license, String key, String units) {
        var request = new CorrectionRequest("calls", new BigDecimal(units), null, key, null, List.of());
        usage().correct(license, request, BY);
    }

    long used(String license, String limit) {
        return status(license, limit).used();
    }

    LimitStatus status(String license, String limit) {
        return admin().licenses().limits(license).stream()
                .filter(one -> one.limit().name().equals(limit))
                .findFirst()
                .orElseThrow();
    }

    /** Removes and returns the bodies of the stored messages. */
    List<String> takeMessages() {
        List<String> taken = new ArrayList<>();
        for (OutboxMessage message : store.outbox().due(clock.instant(), 100)) {
            taken.add(message.body());
            store.outbox().delivered(message.id());
        }
        return taken;
    }

    @Override
    public void close() {
        takeMessages();
        engine.close();
    }
}
