package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.MeteredFixture.Kept;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of plan on a running engine, before and after a restart: enforced limits and invoices agree. */
class ProratedTermsTest {
    private static final String CATALOG = """
            catalog: weather-api
            features:
              forecast.daily: {}
            plans:
              small@1:
                features: [forecast.daily]
                price: { amount: 10.00 USD, per: P1M }
                grace: { for: P20D, access: { reduced: least@1 } }
                limits:
                  m: { kind: quota, meter: calls, amount: 100, per: P1M, overage: { cap: 1000, unit-price: 0.05 USD }, rollover: { max: 500 } }
              renamed@1:
                features: [forecast.daily]
                price: { amount: 20.00 USD, per: P1M }
                limits:
                  mm: { was: m, kind: quota, meter: calls, amount: 300, per: P1M, overage: { cap: 1000, unit-price: 0.05 USD } }
              large@1:
                extends: small@1
                price: { amount: 29.00 USD, per: P1M }
                grace: { for: P20D, access: { reduced: least@1 } }
                limits:
                  m: { amount: 1000 }
                  daily: { kind: quota, meter: calls, amount: 240, per: P1D }
              least@1:
                features: [forecast.daily]
                limits:
                  basic: { kind: quota, meter: calls, amount: 30, per: P1M }
            """;

    private static final String CONTRACT =
            "{\"limits\":{\"m\":{\"amount\":5000}},\"price\":{\"amount\":\"7.77 USD\",\"per\":\"P1M\"}}";

    @TempDir
    Path dir;

    private MeteredFixture open(Kept kept) {
        MeteredFixture fixture = new MeteredFixture(dir, kept, CATALOG, options -> options);
        fixture.clock.set("2026-06-01T00:00:00Z");
        return fixture;
    }

    private static long amount(MeteredFixture fixture, String license, String limit) {
        return ((QuotaLimit) fixture.status(license, limit).limit()).amount();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("4.1.2")
    void oldTermsAreThoseOfContract(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("small@1");
            fixture.override(license, CONTRACT);
            fixture.clock.set("2026-06-16T00:00:00Z");
            fixture.changePlan(license, "large@1", UsageTreatment.PRORATE);
            fixture.restartIfKept();
            // 5,000 × 15 ÷ 30 twice; 7.77 × 15 ÷ 30 = 3.885, half-even 3.88, twice.
            assertThat(amount(fixture, license, "m")).isEqualTo(5_000);
            assertThat(fixture.invoice(license, "2026-06-16T00:00:00Z").total()).isEqualTo("7.76");
            fixture.override(license, "{\"limits\":{\"m\":{\"amount\":200}}}");
            fixture.restartIfKept();
            // The part that has ended keeps its contract: 2,500 and 100; 3.88 and 14.50.
            assertThat(amount(fixture, license, "m")).isEqualTo(2_600);
            assertThat(fixture.invoice(license, "2026-06-16T00:00:00Z").total()).isEqualTo("18.38");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("4.1.6")
    void renamedLimitIsMatchedByCounter(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String there = fixture.license("small@1");
            String back = fixture.license("renamed@1");
            fixture.calls(fixture.key(there), 90);
            fixture.calls(fixture.key(back), 90);
            fixture.clock.set("2026-06-16T00:00:00Z");
            fixture.changePlan(there, "renamed@1", UsageTreatment.PRORATE);
            fixture.changePlan(back, "small@1", UsageTreatment.PRORATE);
            fixture.restartIfKept();
            // Half of 100 and half of 300, in either direction, and the 90 calls of before.
            assertThat(amount(fixture, there, "mm")).isEqualTo(200);
            assertThat(amount(fixture, back, "m")).isEqualTo(200);
            assertThat(fixture.used(there, "mm")).isEqualTo(90);
            fixture.calls(fixture.key(there), 210);
            fixture.calls(fixture.key(back), 210);
            // 5.00 + 10.00, and 100 calls beyond × 0.05 = 5.00.
            assertThat(fixture.invoice(there, "2026-06-16T00:00:00Z").total()).isEqualTo("20.00");
            assertThat(fixture.invoice(back, "2026-06-16T00:00:00Z").total()).isEqualTo("20.00");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("4.1.9")
    void rolloverReckonsFromProratedAmount(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("small@1");
            String key = fixture.key(license);
            fixture.clock.set("2026-06-16T00:00:00Z");
            fixture.changePlan(license, "large@1", UsageTreatment.PRORATE);
            // 50 and 500 are 550, of which 50 are left; a day has 240.
            for (int calls : new int[] {240, 240, 20}) {
                fixture.calls(key, calls);
                fixture.clock.advance(Duration.ofDays(1));
            }
            fixture.clock.set("2026-07-01T00:00:00Z");
            fixture.restartIfKept();
            fixture.calls(key, 1);
            assertThat(fixture.status(license, "m").carried()).isEqualTo(50);
            assertThat(amount(fixture, license, "m")).isEqualTo(1_000);
            fixture.clock.set("2026-08-01T00:00:00Z");
            // 999 are left, of which at most 500 are carried.
            assertThat(fixture.status(license, "m").carried()).isEqualTo(500);
        }
    }

    @Test
    @Tag("4.1.9")
    void limitThatOldPlanLackedIsPartial() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            String license = fixture.license("small@1");
            fixture.clock.set("2026-06-16T06:00:00Z");
            fixture.changePlan(license, "large@1", UsageTreatment.PRORATE);
            // 18 of 24 hours of 240.
            assertThat(amount(fixture, license, "daily")).isEqualTo(180);
            fixture.clock.set("2026-06-17T00:00:00Z");
            assertThat(amount(fixture, license, "daily")).isEqualTo(240);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("4.1.9")
    void usageCarriesIntoReducedAccessAndBack(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("small@1");
            String key = fixture.key(license);
            fixture.calls(key, 20);
            fixture.admin().licenses().pastDue(license, BY);
            fixture.restartIfKept();
            assertThat(fixture.used(license, "basic")).isEqualTo(20);
            fixture.calls(key, 10);
            assertThat(fixture.call(key, MeteredFixture.CALL)).isEqualTo("quota-exhausted");
            fixture.admin().licenses().paid(license, BY);
            assertThat(fixture.used(license, "m")).isEqualTo(30);
            fixture.calls(key, 90);
            // 20 calls beyond 100 × 0.05 = 1.00: those under reduced access are among them.
            Invoice june = fixture.invoice(license, "2026-06-02T00:00:00Z");
            assertThat(june.total()).isEqualTo("11.00");
            assertThat(june.notes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("4.1.8")
    void partsHoldThroughHoldAndReducedAccess(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("small@1");
            fixture.clock.set("2026-06-11T00:00:00Z");
            fixture.changePlan(license, "large@1", UsageTreatment.PRORATE);
            fixture.admin().licenses().suspend(license, BY);
            fixture.clock.set("2026-06-16T00:00:00Z");
            fixture.admin().licenses().reinstate(license, BY);
            fixture.admin().licenses().pastDue(license, BY);
            fixture.restartIfKept();
            // Under reduced access the amount is that of the reduced plan alone.
            assertThat(amount(fixture, license, "basic")).isEqualTo(30);
            fixture.clock.set("2026-06-21T00:00:00Z");
            fixture.admin().licenses().paid(license, BY);
            fixture.changePlan(license, "small@1", UsageTreatment.PRORATE);
            fixture.restartIfKept();
            // 10 days of 100, 10 of 1,000 and 10 of 100, each rounded down; 3.33, 9.67 and 3.33.
            assertThat(amount(fixture, license, "m")).isEqualTo(33 + 333 + 33);
            assertThat(fixture.invoice(license, "2026-06-21T00:00:00Z").total()).isEqualTo("16.33");
        }
    }

    @Test
    @Tag("4.1.2")
    void earlierTermsOutliveTheirPlan() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            String license = fixture.license("renamed@1");
            fixture.clock.set("2026-06-16T00:00:00Z");
            fixture.changePlan(license, "small@1", UsageTreatment.PRORATE);
            int from = CATALOG.indexOf("  renamed@1:");
            fixture.restart(CATALOG.substring(0, from) + CATALOG.substring(CATALOG.indexOf("  large@1:")));
            assertThat(amount(fixture, license, "m")).isEqualTo(200);
        }
    }

    @Test
    @Tag("4.1.2")
    void scheduledChangeKeepsContractOfItsInstant() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            // Billed from the 1st, counted from the 16th.
            String license = fixture.admin()
                    .licenses()
                    .create(NewLicense.of("acme", PlanId.parse("large@1")), BY)
                    .id();
            fixture.override(license, "{\"limits\":{\"daily\":{\"amount\":480}}}");
            fixture.clock.set("2026-06-10T06:00:00Z");
            PlanChangeRequest later =
                    new PlanChangeRequest(PlanId.parse("small@1"), When.NEXT_PERIOD, UsageTreatment.PRORATE);
            assertThatThrownBy(() -> fixture.admin().licenses().changePlan(license, later, BY))
                    .hasMessageContaining("daily");
            fixture.override(license, CONTRACT);
            fixture.admin().licenses().changePlan(license, later, BY);
            fixture.clock.set("2026-07-11T00:00:00Z");
            fixture.override(license, "{}");
            // The whole of June is on the old contract, and the whole of July on the plan.
            assertThat(fixture.invoice(license, "2026-06-20T00:00:00Z").total()).isEqualTo("7.77");
            assertThat(fixture.invoice(license, "2026-07-20T00:00:00Z").total()).isEqualTo("10.00");
            assertThat(amount(fixture, license, "m")).isEqualTo(100);
        }
    }

    @Test
    @Tag("4.1.9")
    void anchorDefaultsToStart() {
        try (MeteredFixture fixture = open(Kept.IN_MEMORY)) {
            Instant start = Instant.parse("2026-06-20T09:00:00Z");
            NewLicense wanted = new NewLicense(
                    "acme",
                    PlanId.parse("small@1"),
                    NewLicense.Purchase.BOUGHT,
                    null,
                    ZoneOffset.UTC,
                    start,
                    null,
                    null,
                    Map.of(),
                    CallerBindings.none());
            String license = fixture.admin().licenses().create(wanted, BY).id();
            Invoice first = fixture.invoice(license, "2026-06-25T00:00:00Z");
            assertThat(first.from()).isEqualTo(start);
            assertThat(first.to()).isEqualTo("2026-07-20T09:00:00Z");
            assertThat(first.total()).isEqualTo("10.00");
            assertThat(first.notes()).isEmpty();
        }
    }

    @Test
    @Tag("4.1.8")
    void refusesMoreChangesThanAreKept() {
        try (MeteredFixture fixture = open(Kept.IN_FILES)) {
            String license = fixture.license("small@1");
            for (int i = 0; i < 100; i++) {
                fixture.clock.advance(Duration.ofMinutes(1));
                fixture.changePlan(license, List.of("large@1", "small@1").get(i % 2), UsageTreatment.PRORATE);
            }
            fixture.clock.advance(Duration.ofMinutes(1));
            assertThatThrownBy(() -> fixture.changePlan(license, "large@1", UsageTreatment.PRORATE))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("has changed its plan 100 times since");
            fixture.clock.set("2026-09-01T00:00:00Z");
            fixture.changePlan(license, "large@1", UsageTreatment.PRORATE);
            assertThat(fixture.store
                            .licenses()
                            .find(new LicenseId(EngineFixture.ISSUER, license))
                            .orElseThrow()
                            .pinned()
                            .earlier())
                    .hasSize(1);
        }
    }
}
