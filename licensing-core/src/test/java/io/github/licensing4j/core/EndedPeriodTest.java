package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.catalog.CatalogHistory;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.license.PlansOfStore;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.usage.export.NoTerms;
import io.github.licensing4j.core.usage.export.UsageMessages;
import io.github.licensing4j.core.usage.invoice.EndedQuota;
import io.github.licensing4j.core.usage.invoice.EndedQuotas;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookKey;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.EndedCountersQuery;
import io.github.licensing4j.spi.StoredMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of ended quota periods agree with the invoice, and periods end where a trial does. */
@Tag("4.1.9")
class EndedPeriodTest {
    private final Schedule schedule = new Schedule();
    private static final String CATALOG = """
            catalog: weather-api
            plans:
              rolling@1:
                limits:
                  monthly: { kind: quota, meter: calls, amount: 10, per: P1M, rollover: { max: 8 },
                             overage: { cap: 5, unit-price: 0.25 USD } }
              paid@1:
                limits:
                  monthly: { kind: quota, meter: calls, amount: 100, per: P1M }
              tried@1:
                trial: { for: P10D, then: paid@1 }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 3, per: P1M, overage: { cap: 2 } }
              tight@1:
                trial: { for: P10D, then: paid@1 }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 1, per: P1M }
              tightShared@1:
                trial: { for: P10D, then: paid@1 }
                limits:
                  shared: { kind: quota, meter: calls, amount: 1, per: P1M, of: customer }
              team@1:
                limits:
                  shared: { kind: quota, meter: calls, amount: 5, per: P1M, of: customer,
                            overage: { cap: 90, unit-price: 0.50 USD } }
              large@1:
                limits:
                  shared: { kind: quota, meter: calls, amount: 7, per: P1M, of: customer,
                            overage: { cap: 90, unit-price: 0.50 USD } }
              guest@1:
                trial: { for: P60D, then: team@1 }
                limits:
                  shared: { kind: quota, meter: calls, amount: 50, per: P1M, of: customer }
            """.replace("tightShared", "tight-shared");

    @TempDir
    Path dir;

    private NodeFixture node;

    @BeforeEach
    void start() {
        node = NodeFixture.of(Kept.MEMORY, dir, "2026-03-10T12:00:00Z").start(CATALOG);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** The bodies of the messages of periods that ended in a range. */
    private List<String> closed(String since, String until) {
        ((Administration) node.admin()).tend();
        EndedQuotas ended = new EndedQuotas(node.store, new CatalogHistory(node.store.terms()), catalogs(), node.clock);
        UsageMessages messages = new UsageMessages(
                List.of(new WebhookEndpoint(
                        "hook",
                        URI.create("https://hooks.invalid/"),
                        WebhookKey.shared("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                        Set.of("usage.period-closed"),
                        WebhookEndpoint.Plain.REFUSED)),
                new NoTerms() {
                    @Override
                    public Optional<EndedQuota> ended(CounterIncrement counter) {
                        return ended.of(counter);
                    }
                },
                meter -> 0,
                node.clock);
        List<CounterIncrement> counters = node.store
                .usage()
                .ended(new EndedCountersQuery(
                        EngineFixture.ISSUER, Instant.parse(since), Instant.parse(until), null, 100))
                .items();
        return messages.closed(counters).stream().map(StoredMessage::body).toList();
    }

    private LiveCatalog catalogs() {
        return LiveCatalog.read(
                new LiveCatalog.Source(
                        dir.resolve("licensing.yaml"),
                        Duration.ZERO,
                        node.clock,
                        new PlansOfStore(node.store.licenses(), EngineFixture.ISSUER),
                        changed -> {}),
                schedule);
    }

    private static Line overage(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.kind() == Kind.OVERAGE)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void messageCountsCarriedUnits() {
        String license = node.license("rolling@1");
        node.calls(node.key(license), 6);
        node.clock.set("2026-04-15T00:00:00Z");
        node.calls(node.key(license), 16);
        node.clock.set("2026-05-11T00:00:00Z");

        assertThat(closed("2026-05-01T00:00:00Z", "2026-05-11T00:00:00Z"))
                .singleElement()
                .asString()
                .endsWith("\"used\":16,\"included\":10,\"carried\":4,\"overage\":2}}");
        assertThat(overage(node.invoice(license, "2026-04-15T00:00:00Z").lines())
                        .quantity())
                .isEqualByComparingTo("2");
    }

    @Test
    void messageOfTrialEndsWithTrial() {
        String license = node.license("tried@1");
        node.calls(node.key(license), 5);
        node.clock.set("2026-04-11T00:00:00Z");

        assertThat(closed("2026-04-01T00:00:00Z", "2026-04-11T00:00:00Z"))
                .singleElement()
                .asString()
                .contains("\"plan\":\"tried@1\"", "\"end\":\"2026-03-20T12:00:00Z\"")
                .endsWith("\"used\":5,\"included\":3,\"overage\":2}}");
        assertThat(overage(node.invoice(license, "2026-03-12T00:00:00Z").lines())
                        .quantity())
                .isEqualByComparingTo("2");
    }

    @Test
    void messageOfCustomerCountsHeldAndNotTrial() {
        String held = node.license("large@1");
        node.calls(node.key(node.license("team@1")), 12);
        node.license("guest@1");
        node.admin().licenses().suspend(held, BY);
        node.clock.set("2026-04-02T00:00:00Z");

        assertThat(closed("2026-03-31T00:00:00Z", "2026-04-02T00:00:00Z"))
                .singleElement()
                .asString()
                .endsWith("\"used\":12,\"included\":7,\"overage\":5}}");
        List<Line> lines = node.admin()
                .usage()
                .customerInvoice("acme", Instant.parse("2026-03-12T00:00:00Z"))
                .lines();
        assertThat(overage(lines).quantity()).isEqualByComparingTo("5");
    }

    private LimitStatus status(String license) {
        return node.admin().licenses().limits(license).get(0);
    }

    private @Nullable Instant retryAt(String key) {
        var who = node.engine().licensing.identify(EngineFixture.call(new Credential(Source.BEARER, key)));
        Refused refused = (Refused) EngineFixture.decide(node.engine().licensing, who, Requirement.license());
        return refused.refusal().retryAt();
    }

    @Test
    void quotaResetsWhenTrialEnds() {
        String license = node.license("tight@1");
        String key = node.key(license);
        node.calls(key, 1);
        Instant end = Instant.parse("2026-03-20T12:00:00Z");
        assertThat(status(license).resetsAt()).isEqualTo(end);
        assertThat(retryAt(key)).isEqualTo(end);
        node.restart(CATALOG);
        assertThat(retryAt(key)).isEqualTo(end);
        node.clock.set("2026-03-20T12:00:00Z");
        node.calls(key, 1);
        assertThat(status(license).used()).isEqualTo(1);
        assertThat(status(license).resetsAt()).isEqualTo("2026-04-20T12:00:00Z");
    }

    @Test
    void quotaResetsAtFreshPlanChange() {
        String license = node.license("rolling@1");
        String key = node.key(license);
        node.override(license, "{\"price\":{\"amount\":\"1.00 USD\",\"per\":\"P1W\"}}");
        node.calls(key, 1);
        assertThat(status(license).resetsAt()).isEqualTo("2026-04-10T12:00:00Z");
        PlanChangeRequest move = new PlanChangeRequest(PlanId.parse("paid@1"), When.NEXT_PERIOD, UsageTreatment.FRESH);
        node.admin().licenses().changePlan(license, move, BY);
        assertThat(status(license).resetsAt()).isEqualTo("2026-03-17T12:00:00Z");
        node.calls(key, 14);
        assertThat(retryAt(key)).isEqualTo("2026-03-17T12:00:00Z");
    }

    @Test
    void budgetOfCustomerOutlivesTrial() {
        String license = node.license("tight-shared@1");
        String key = node.key(license);
        node.calls(key, 1);
        assertThat(status(license).resetsAt()).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(retryAt(key)).isEqualTo("2026-04-01T00:00:00Z");
    }
}
