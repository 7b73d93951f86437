package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.license.LicenseStatus.Active;
import io.github.licensing4j.core.usage.export.UsageMessages.TermsInForce;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookEndpoint.Plain;
import io.github.licensing4j.core.webhook.WebhookKey;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterId.Scope;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.tck.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests notifications of reached levels and ended periods, and that each is sent once. */
class UsageMessagesTest {
    private static final LicenseId ID = new LicenseId("https://issuer.example", "lic_1");
    private static final PlanId BASIC = PlanId.parse("basic@1");
    private static final PlanId PRO = PlanId.parse("pro@1");
    private static final QuotaWindow MARCH = new QuotaWindow(
            Instant.parse("2026-03-01T00:00:00Z").toEpochMilli(),
            Instant.parse("2026-04-01T00:00:00Z").toEpochMilli());
    private static final Catalog CATALOG = CatalogParser.parse("licensing.yaml", """
            catalog: c
            plans:
              basic@1:
                limits:
                  monthly: {kind: quota, was: month, meter: calls, amount: 1000, per: P1M, warn-at: [50, 80, 100]}
                  none: {kind: quota, meter: calls, amount: 0, per: P1D, warn-at: [100]}
                  each: {kind: quota, meter: calls, amount: 1000, per: P1M, of: key, warn-at: [50]}
                  pot: {kind: quota, meter: calls, amount: 100, per: P1M, of: customer}
              pro@1:
                extends: basic@1
                limits: {monthly: {amount: 4000}, pot: {amount: 400, warn-at: [50, 100]}}
            """);
    private static final WebhookKey KEY = WebhookKey.shared("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private final MovableClock clock = new MovableClock("2026-03-20T12:00:00Z");
    private LicenseRecord license =
            LicenseRecord.of(ID, "acme", BASIC, Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
    private List<LicenseRecord> ofAcme = List.of();
    private final UsageMessages messages = messages("one", "*");

    private UsageMessages messages(String name, String topic) {
        return new UsageMessages(
                List.of(
                        new WebhookEndpoint(
                                name, URI.create("https://hooks.example/"), KEY, Set.of(topic), Plain.REFUSED),
                        new WebhookEndpoint(
                                "deaf", URI.create("https://d.example/"), KEY, Set.of("license.*"), Plain.REFUSED)),
                new Terms(),
                meter -> 0,
                clock);
    }

    private Active inForce(LicenseRecord record) {
        return LicenseEvaluator.terms(record, EffectiveLicense.at(record, clock.instant()), CATALOG);
    }

    /** The terms of one license, and of the customer's other licenses. */
    private final class Terms implements TermsInForce {
        @Override
        public Optional<Active> of(LicenseId id) {
            if (id.value().equals("broken")) {
                throw new IllegalStateException("planted");
            }
            return id.issuer().equals(ID.issuer()) ? Optional.of(inForce(license)) : Optional.empty();
        }

        @Override
        public List<Active> ofCustomer(String issuer, String customer) {
            return customer.equals("acme")
                    ? ofAcme.stream().map(UsageMessagesTest.this::inForce).toList()
                    : List.of();
        }
    }

    private static CounterIncrement counter(CounterId id, QuotaWindow window, long units) {
        return CounterIncrement.of(ID, id, window, units);
    }

    private static CounterChange monthly(long before, long after) {
        CounterId id = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M");
        return new CounterChange(counter(id, MARCH, after - before), before, after);
    }

    private List<Integer> levels(CounterChange... moves) {
        return messages.apply(List.of(moves)).stream()
                .map(message -> Integer.parseInt(message.body().replaceAll(".*\"level\":([0-9]+).*", "$1")))
                .toList();
    }

    @Test
    void announcesExactlyReachedLevels() {
        assertThat(levels(monthly(0, 499))).isEmpty();
        assertThat(levels(monthly(499, 500))).containsExactly(50);
        assertThat(levels(monthly(500, 799))).isEmpty();
        assertThat(levels(monthly(499, 1_000))).containsExactly(50, 80, 100);
        assertThat(levels(monthly(1_000, 2_000))).isEmpty();
        assertThat(levels(monthly(900, 700))).as("a correction").isEmpty();
        CounterId none = new CounterId("none", "calls", Limit.Kind.QUOTA, "P1D");
        assertThat(levels(new CounterChange(counter(none, MARCH, 1), 0, 1))).containsExactly(100);
    }

    @Test
    void rendersThresholdForEachSubscribedEndpoint() {
        StoredMessage message = messages.apply(List.of(monthly(0, 812))).get(1);
        assertThat(message.topic()).isEqualTo("usage.threshold");
        assertThat(message.id()).matches("msg_[0-9a-f]{40}\\.one");
        assertThat(message.at()).isEqualTo(clock.instant());
        assertThat(message.body())
                .isEqualTo("{\"type\":\"usage.threshold\",\"timestamp\":\"2026-03-20T12:00:00Z\",\"data\":{"
                        + "\"license\":\"lic_1\",\"customer\":\"acme\",\"plan\":\"basic@1\",\"limit\":\"monthly\","
                        + "\"meter\":\"calls\",\"period\":{\"start\":\"2026-03-01T00:00:00Z\",\"end\":\"2026-04-01T00:00:00Z\"},"
                        + "\"level\":80,\"used\":812,\"amount\":1000}}");
    }

    @Test
    void idsIdentifyLevelAndPeriod() {
        List<String> first = ids(monthly(0, 1_000));
        assertThat(first).hasSize(3).doesNotHaveDuplicates();
        clock.advance(Duration.ofHours(1));
        assertThat(ids(monthly(400, 1_200))).isEqualTo(first);
        CounterId month = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M");
        QuotaWindow april = new QuotaWindow(MARCH.endMillis(), MARCH.endMillis() + 1);
        assertThat(ids(new CounterChange(counter(month, april, 1_000), 0, 1_000)))
                .doesNotContainAnyElementsOf(first);
        CounterId ofKey = new CounterId("each", "calls", Limit.Kind.QUOTA, "P1M", Scope.KEY, "key_1");
        List<StoredMessage> ofOneKey = messages.apply(List.of(new CounterChange(counter(ofKey, MARCH, 500), 0, 500)));
        assertThat(ofOneKey).singleElement().satisfies(message -> {
            assertThat(first).doesNotContain(message.id());
            assertThat(message.body()).contains("\"scope\":\"key\",\"subject\":\"key_1\"");
        });
    }

    @Test
    @Tag("4.1.9")
    void announcesLevelsAgainForNewAmount() {
        assertThat(levels(monthly(0, 850))).containsExactly(50, 80);
        List<String> first = ids(monthly(0, 850));
        plan(PRO);
        assertThat(levels(monthly(850, 1_900))).as("below half of 4,000").isEmpty();
        assertThat(ids(monthly(1_900, 2_000))).hasSize(1).doesNotContainAnyElementsOf(first);
        plan(BASIC);
        assertThat(levels(monthly(2_000, 2_001))).as("those reached before").containsExactly(50, 80, 100);
        assertThat(levels(monthly(2_001, 2_002))).isEmpty();
        assertThat(ids(monthly(0, 850))).isEqualTo(first);
    }

    @Test
    @Tag("4.1.9")
    void announcesAgainUntilStored() {
        plan(PRO);
        assertThat(levels(monthly(0, 1_900))).isEmpty();
        plan(BASIC);
        assertThat(levels(monthly(1_900, 1_901))).containsExactly(50, 80, 100);
        // The transaction was rolled back, so the next change starts at the same value.
        assertThat(levels(monthly(1_900, 1_902))).containsExactly(50, 80, 100);
        assertThat(levels(monthly(1_902, 1_890))).isEmpty();
        assertThat(levels(monthly(1_890, 1_891))).isEmpty();
    }

    private void plan(PlanId plan) {
        license = license.edit(clock.instant()).plan(plan).done();
    }

    private List<String> ids(CounterChange move) {
        return messages.apply(List.of(move)).stream().map(StoredMessage::id).toList();
    }

    @Test
    void usesProratedAmountOfDividedPeriod() {
        Instant change = Instant.parse("2026-03-11T00:00:00Z");
        license = license.edit(change)
                .plan(PRO)
                .change(new PlanChange(BASIC, PRO, change, UsageTreatment.PRORATE))
                .done();
        // floor(1000 × 10 ÷ 31) + floor(4000 × 21 ÷ 31) = 3031, of which half is 1515.5.
        assertThat(levels(monthly(0, 1_515))).isEmpty();
        assertThat(levels(monthly(1_515, 1_516))).containsExactly(50);
    }

    @Test
    void ignoresOtherLimitsAndUnwantedTopics() {
        CounterId shared = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        CounterId beforeItWasOfAKey = new CounterId("each", "calls", Limit.Kind.QUOTA, "P1M");
        CounterId ofStranger = new CounterId("pot", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "stranger");
        CounterId credits = new CounterId("month", "calls", Limit.Kind.CREDITS, "crd_1");
        CounterId gone = new CounterId("gone", "calls", Limit.Kind.QUOTA, "P1M");
        ofAcme = List.of(ofAcme("lic_1", PRO));
        for (CounterId id : List.of(shared, beforeItWasOfAKey, ofStranger, credits, gone)) {
            assertThat(messages.apply(List.of(new CounterChange(counter(id, MARCH, 5_000), 0, 5_000))))
                    .isEmpty();
        }
        CounterIncrement stranger = CounterIncrement.of(
                new LicenseId("https://other.example", "lic_1"),
                new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M"),
                MARCH,
                5_000);
        assertThat(messages.apply(List.of(new CounterChange(stranger, 0, 5_000))))
                .isEmpty();
        assertThat(messages("one", "usage.period-closed").apply(List.of(monthly(0, 5_000))))
                .isEmpty();
    }

    private static LicenseRecord ofAcme(String id, PlanId plan) {
        LicenseId license = new LicenseId(ID.issuer(), id);
        return LicenseRecord.of(license, "acme", plan, Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
    }

    private static CounterChange pot(long before, long after) {
        CounterId pot = new CounterId("pot", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        return new CounterChange(counter(pot, MARCH, after - before), before, after);
    }

    @Test
    void announcesCustomerBudgetOncePerLevel() {
        ofAcme = List.of(ofAcme("lic_1", BASIC), ofAcme("lic_2", PRO));
        assertThat(levels(pot(0, 199))).as("the larger amount of both").isEmpty();
        assertThat(levels(pot(199, 200))).containsExactly(50);
        assertThat(levels(pot(200, 399))).isEmpty();
        assertThat(levels(pot(399, 500))).containsExactly(100);
        StoredMessage message = messages.apply(List.of(pot(150, 210))).get(0);
        assertThat(message.body())
                .isEqualTo("{\"type\":\"usage.threshold\",\"timestamp\":\"2026-03-20T12:00:00Z\",\"data\":{"
                        + "\"customer\":\"acme\",\"limit\":\"pot\",\"meter\":\"calls\",\"scope\":\"customer\",\"subject\":\"acme\","
                        + "\"period\":{\"start\":\"2026-03-01T00:00:00Z\",\"end\":\"2026-04-01T00:00:00Z\"},"
                        + "\"level\":50,\"used\":210,\"amount\":400}}");
        List<String> first = ids(pot(0, 400));
        clock.advance(Duration.ofHours(1));
        ofAcme = List.of(ofAcme("lic_2", PRO));
        assertThat(ids(pot(0, 500))).isEqualTo(first).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void customerBudgetPrefersUsableLicenses() {
        LicenseRecord gone = ofAcme("lic_2", PRO)
                .edit(clock.instant())
                .revokedAt(clock.instant())
                .done();
        ofAcme = List.of(ofAcme("lic_1", BASIC), gone);
        assertThat(messages.closed(List.of(pot(0, 300).increment())))
                .singleElement()
                .satisfies(message -> assertThat(message.body())
                        .contains("\"customer\":\"acme\"")
                        .endsWith("\"used\":300,\"included\":100,\"overage\":200}}"));
        ofAcme = List.of(gone);
        assertThat(messages.closed(List.of(pot(0, 300).increment())))
                .singleElement()
                .satisfies(message -> assertThat(message.body()).endsWith("\"included\":400,\"overage\":0}}"));
    }

    @Test
    void looksUpTermsBeforeCommit() {
        ofAcme = List.of(ofAcme("lic_1", PRO));
        List<CounterChange> moves = List.of(pot(0, 400), monthly(0, 500));
        var renderer =
                messages.about(moves.stream().map(CounterChange::increment).toList());
        ofAcme = List.of();
        assertThat(renderer.apply(moves)).hasSize(3);
        assertThat(messages.about(List.of()).apply(moves)).isEmpty();
    }

    @Test
    void renderFailuresDoNotBlockUsage() {
        assertThat(messages.health().status()).isEqualTo(Health.Status.UP);
        CounterChange broken = new CounterChange(
                CounterIncrement.of(
                        new LicenseId(ID.issuer(), "broken"),
                        monthly(0, 1).increment().counter(),
                        MARCH,
                        900),
                0,
                900);
        List<CounterChange> moves = List.of(broken, monthly(0, 500));
        var renderer =
                messages.about(moves.stream().map(CounterChange::increment).toList());
        assertThat(renderer.apply(moves)).hasSize(1);
        assertThat(messages.apply(moves)).hasSize(1);
        assertThat(messages.closed(List.of(broken.increment(), monthly(0, 500).increment())))
                .hasSize(1);
        assertThat(messages.health().status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(messages.health().detail())
                .isEqualTo("3 usage notifications could not be rendered and were dropped");
    }

    @Test
    void announcesEndedPeriodWithOverage() {
        CounterId month = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M");
        assertThat(messages.closed(List.of(counter(month, MARCH, 1_250))))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.topic()).isEqualTo("usage.period-closed");
                    assertThat(message.body()).endsWith("\"used\":1250,\"included\":1000,\"overage\":250}}");
                });
    }

    @Test
    void announcesEachPeriodOnceDespiteCrashes() {
        FakeUsageLedger ledger = new FakeUsageLedger();
        CounterId month = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M");
        IntStream.range(0, 1_249)
                .mapToObj(i -> new LicenseId(ID.issuer(), "lic_" + i))
                .forEach(id -> ledger.counters.add(CounterIncrement.of(id, month, MARCH, 7)));
        ofAcme = List.of(ofAcme("lic_1", PRO));
        ledger.counters.add(pot(0, 7).increment());
        ledger.counters.add(CounterIncrement.of(new LicenseId("https://other.example", "lic_1"), month, MARCH, 7));
        UsageMessages ofAll = new UsageMessages(
                List.of(WebhookEndpoint.of(URI.create("https://hooks.example/"), KEY)), new Terms(), meter -> 0, clock);
        PeriodCloser closer = new PeriodCloser(ledger, ID.issuer(), ofAll, Duration.ofMinutes(5), clock);
        assertThat(closer.close()).isTrue();
        clock.set("2026-04-01T00:04:59Z");
        assertThat(closer.close()).isTrue();
        assertThat(ledger.outbox).isEmpty();
        clock.set("2026-04-01T00:05:00Z");
        ledger.diesAfter(2);
        assertThatThrownBy(closer::close).isInstanceOf(StoreException.class);
        assertThat(ledger.outbox).hasSize(1_000);
        ledger.diesAfter(Integer.MAX_VALUE);
        assertThat(closer.close()).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(closer.close()).isTrue();
        assertThat(ledger.outbox).hasSize(1_250).extracting(StoredMessage::id).doesNotHaveDuplicates();
    }
}
