package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.usage.export.UsageMessages.TermsInForce;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookEndpoint.Plain;
import io.github.licensing4j.core.webhook.WebhookKey;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.tck.MovableClock;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Notifications about the counters of one license. */
abstract class UsageMessagesFixture {
    static final LicenseId ID = new LicenseId("https://issuer.example", "lic_1");
    static final PlanId BASIC = PlanId.parse("basic@1");
    static final PlanId PRO = PlanId.parse("pro@1");

    static final QuotaWindow MARCH = new QuotaWindow(
            Instant.parse("2026-03-01T00:00:00Z").toEpochMilli(),
            Instant.parse("2026-04-01T00:00:00Z").toEpochMilli());

    static final Catalog CATALOG = CatalogParser.parse("licensing.yaml", """
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

    static final WebhookKey KEY = WebhookKey.shared("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    final MovableClock clock = new MovableClock("2026-03-20T12:00:00Z");

    LicenseRecord license = LicenseRecord.of(ID, "acme", BASIC, Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);

    List<LicenseRecord> ofAcme = List.of();
    final UsageMessages messages = messages("one", "*");

    UsageMessages messages(String name, String topic) {
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

    Active inForce(LicenseRecord record) {
        return LicenseEvaluator.terms(record, EffectiveLicense.at(record, clock.instant()), CATALOG);
    }

    /** The terms of one license, and of the customer's other licenses. */
    final class Terms implements TermsInForce {
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
                    ? ofAcme.stream().map(UsageMessagesFixture.this::inForce).toList()
                    : List.of();
        }
    }

    static CounterIncrement counter(CounterId id, QuotaWindow window, long units) {
        return CounterIncrement.of(ID, id, window, units);
    }

    static CounterChange monthly(long before, long after) {
        CounterId id = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M");
        return new CounterChange(counter(id, MARCH, after - before), before, after);
    }

    List<Integer> levels(CounterChange... moves) {
        return messages.apply(List.of(moves)).stream()
                .map(message -> Integer.parseInt(message.body().replaceAll(".*\"level\":([0-9]+).*", "$1")))
                .toList();
    }

    void plan(PlanId plan) {
        license = license.edit(clock.instant()).plan(plan).done();
    }

    List<String> ids(CounterChange move) {
        return messages.apply(List.of(move)).stream().map(StoredMessage::id).toList();
    }

    static LicenseRecord ofAcme(String id, PlanId plan) {
        LicenseId license = new LicenseId(ID.issuer(), id);
        return LicenseRecord.of(license, "acme", plan, Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
    }

    static CounterChange pot(long before, long after) {
        CounterId pot = new CounterId("pot", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        return new CounterChange(counter(pot, MARCH, after - before), before, after);
    }
}
