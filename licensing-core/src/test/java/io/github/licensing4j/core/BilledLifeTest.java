package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.MeteredFixture.Kept;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invoices of a license with calls, rollover, and changing plans. */
class BilledLifeTest {
    @TempDir
    Path dir;

    private MeteredFixture open(Kept kept) {
        return new MeteredFixture(dir, kept, options -> options);
    }

    private static List<String> lines(Invoice invoice) {
        return invoice.lines().stream()
                .map(line -> line.kind() + " " + line.quantity().toPlainString() + " " + line.amount())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void carriedUnitsAreNotBilled(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("rolling@1");
            String key = fixture.key(license);
            fixture.calls(key, 4);
            fixture.clock.set("2026-04-10T12:00:00Z");
            // 10 and 6 that March had left.
            fixture.calls(key, 16);
            fixture.clock.set("2026-04-25T12:00:00Z");
            assertThat(fixture.status(license, "monthly").carried()).isEqualTo(6);
            assertThat(fixture.usage().outlook(license)).singleElement().satisfies(outlook -> {
                assertThat(outlook.overage()).isZero();
                assertThat(outlook.cost()).hasToString("0.00 USD");
                // In half of 30 days: 32 in all, 16 beyond, at 0.25.
                assertThat(outlook.projected()).isEqualTo(32);
                assertThat(outlook.projectedCost()).hasToString("4.00 USD");
            });
            fixture.calls(key, 2);
            assertThat(fixture.usage().outlook(license)).singleElement().satisfies(outlook -> {
                assertThat(outlook.overage()).isEqualTo(2);
                assertThat(outlook.cost()).hasToString("0.50 USD");
            });
            assertThat(lines(fixture.invoice(license, null)))
                    .containsExactly("BASE 1 49.00", "INCLUDED 16 0.00", "OVERAGE 2 0.50");
            assertThat(lines(fixture.invoice(license, "2026-03-20T00:00:00Z")))
                    .containsExactly("BASE 1 49.00", "INCLUDED 4 0.00");
        }
    }

    @ParameterizedTest
    @EnumSource
    void billsOverageBeyondCarriedUnitsUpToCap(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("rolling@1");
            String key = fixture.key(license);
            fixture.clock.set("2026-04-10T12:00:00Z");
            // 10, 8 carried at most, and 20 of the cap.
            fixture.calls(key, 38);
            assertThat(fixture.call(key, MeteredFixture.CALL)).isEqualTo("quota-exhausted");
            assertThat(lines(fixture.invoice(license, null)))
                    .containsExactly("BASE 1 49.00", "INCLUDED 18 0.00", "OVERAGE 20 5.00");
            assertThat(fixture.usage().outlook(license))
                    .singleElement()
                    .satisfies(outlook -> assertThat(outlook.overage()).isEqualTo(20));
        }
    }

    @ParameterizedTest
    @EnumSource
    void billsEachPeriodByItsPlan(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.calls(key, 12);
            fixture.clock.set("2026-03-26T00:00:00Z");
            fixture.admin()
                    .licenses()
                    .changePlan(
                            license,
                            new PlanChangeRequest(PlanId.parse("rolling@1"), When.NEXT_PERIOD, UsageTreatment.CARRY),
                            BY);
            fixture.clock.set("2026-04-10T12:00:00Z");
            fixture.tend();
            fixture.calls(key, 11);
            fixture.clock.set("2026-04-25T12:00:00Z");
            fixture.changePlan(license, "free@1", UsageTreatment.CARRY);
            fixture.clock.set("2026-05-11T12:00:00Z");
            fixture.changePlan(license, "pro@1", UsageTreatment.FRESH);
            fixture.calls(key, 11);
            fixture.restartIfKept();
            // 2 × 0.25 beyond 10 of pro@1; April ended on free@1; the day on free@1 in May; then pro@1 anew.
            assertThat(fixture.invoice(license, "2026-03-20T00:00:00Z").total()).isEqualByComparingTo("49.50");
            assertThat(fixture.invoice(license, "2026-04-20T00:00:00Z").total()).isZero();
            Invoice may = fixture.invoice(license, "2026-05-10T12:00:00Z");
            assertThat(may.to()).isEqualTo("2026-05-11T12:00:00Z");
            assertThat(may.total()).isZero();
            Invoice anew = fixture.invoice(license, "2026-05-11T12:00:00Z");
            assertThat(anew.to()).isEqualTo("2026-06-11T12:00:00Z");
            assertThat(anew.total()).isEqualByComparingTo("49.25");
        }
    }

    @ParameterizedTest
    @EnumSource
    void correctionOfBeforeFreshStartIsDifference(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            String key = fixture.key(license);
            fixture.calls(key, 11);
            fixture.clock.set("2026-03-20T12:00:00Z");
            fixture.changePlan(license, "free@1", UsageTreatment.FRESH);
            fixture.calls(key, 1);
            fixture.correct(license, "calls", "3", "2026-03-12T00:00:00Z");
            // 11 are 1 beyond 10, at 0.25; 3 more are billed where they were entered.
            assertThat(fixture.invoice(license, "2026-03-12T00:00:00Z").total()).isEqualByComparingTo("49.25");
            assertThat(lines(fixture.invoice(license, null)))
                    .containsExactly("BASE 0 0.00", "INCLUDED 1 0.00", "DIFFERENCE 3 0.75", "CORRECTION 3 0.00");
            assertThat(fixture.used(license, "monthly")).isEqualTo(1);
        }
    }

    @Test
    @Tag("rule-3.7")
    void aFreshStartNowCarriesNothing() {
        try (MeteredFixture fixture = open(Kept.IN_MEMORY)) {
            String license = fixture.license("rolling@1");
            String key = fixture.key(license);
            fixture.calls(key, 1);
            fixture.clock.set("2026-03-20T12:00:00Z");
            fixture.changePlan(license, "pro@1", UsageTreatment.FRESH);
            fixture.clock.advance(Duration.ofDays(1));
            fixture.changePlan(license, "rolling@1", UsageTreatment.FRESH);
            fixture.calls(key, 1);
            assertThat(fixture.status(license, "monthly").carried()).isZero();
            assertThat(fixture.status(license, "monthly").remaining()).isEqualTo(29);
        }
    }

    @ParameterizedTest
    @EnumSource
    void grantKeepsMeterRemovedFromPlan(Kept kept) {
        try (MeteredFixture fixture = open(kept)) {
            String license = fixture.license("pro@1");
            fixture.changePlan(license, "free@1", UsageTreatment.CARRY);
            CreditGrantView initial = fixture.usage().credits(license).get(0);
            assertThat(initial.meter()).isEqualTo("tokens");
            assertThat(initial.priority()).isZero();
            assertThat(fixture.usage().voidGrant(initial.id(), BY).meter()).isEqualTo("tokens");
        }
    }
}
