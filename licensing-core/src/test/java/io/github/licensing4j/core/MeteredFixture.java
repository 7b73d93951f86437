package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.UsageAdmin;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookEndpoint.Plain;
import io.github.licensing4j.core.webhook.WebhookKey;
import io.github.licensing4j.core.webhook.WebhookSettings;
import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An engine with usage and invoices, which can be stopped and started again on its files. */
final class MeteredFixture extends RunningNode {
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
    private static final WebhookSettings WEBHOOKS = new WebhookSettings(
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

    private final Kept kept;
    private final UnaryOperator<StoreOptions> settings;
    private String catalog;
    Store store;
    private EngineFixture engine;

    MeteredFixture(Path dir, Kept kept, UnaryOperator<StoreOptions> settings) {
        this(dir, kept, CATALOG, settings);
    }

    MeteredFixture(Path dir, Kept kept, String catalog, UnaryOperator<StoreOptions> settings) {
        super(dir, new MovableClock("2026-03-10T12:00:00Z"));
        this.catalog = catalog;
        this.kept = kept;
        this.settings = settings;
        this.store = open();
        this.engine = start();
    }

    private Store open() {
        return kept == Kept.IN_FILES ? JdbcStore.embedded(dir.resolve("store")) : new InMemoryStore();
    }

    private EngineFixture start() {
        UsageSettings usage = kept == Kept.IN_FILES ? journaled() : UsageSettings.inMemory();
        return started(
                catalog, settings.apply(StoreOptions.in(store).usage(usage).webhooks(WEBHOOKS)));
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

    @Override
    EngineFixture engine() {
        return engine;
    }

    /** Restarts if its files outlive it. */
    void restartIfKept() {
        if (kept == Kept.IN_FILES) {
            restart();
        }
    }

    UsageAdmin usage() {
        return admin().usage();
    }

    Invoice invoice(String license, @Nullable String within) {
        return usage().invoice(license, within == null ? null : Instant.parse(within));
    }

    /** Returns the calls of the current period of all licenses. */
    long totalCalls() {
        UsageFilter all = UsageAdminFixture.charged(null, UsageSelection.all());
        return usage().usage(all).items().stream()
                .filter(total -> total.meter().equals("calls"))
                .mapToLong(UsageTotal::units)
                .sum();
    }

    /** Makes calls that consume one and a half tokens each. */
    void consume(String key, int calls) {
        for (int i = 0; i < calls; i++) {
            if (!call(key, TOKENS).equals("granted")) {
                throw new AssertionError("call " + i + " was refused");
            }
        }
    }

    /** A token of a license without a record. */
    String token(String plan, String license) {
        return engine.token(plan, license);
    }

    /** Of a plan that counts each key: the id of one, empty for calls without a key. */
    void correctKey(String license, String key, String units) {
        var request = new CorrectionRequest("calls", new BigDecimal(units), null, key, null, List.of());
        usage().correct(license, request, BY);
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
