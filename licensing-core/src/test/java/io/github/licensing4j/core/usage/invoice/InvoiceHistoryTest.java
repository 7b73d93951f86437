package io.github.licensing4j.core.usage.invoice;

import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.BASIC;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.amounts;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.license;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.lines;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.march;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.month;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.usage.invoice.InvoiceSamples.Life;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that each period is billed by the terms of its time, whatever changed since. */
class InvoiceHistoryTest {
    @Test
    void upgradeDividesPriceAndAmountBySeconds() {
        Invoice invoice =
                Life.basic().prorated("pro@1", "2026-03-11T00:00:00Z").invoice("2026-03-05T00:00:00Z", march(3_500));
        // 10 of 31 days at 10.00: 3.2258…; 21 of 31 at 40.00: 27.0967…
        assertThat(amounts(invoice, Kind.BASE)).containsExactly("3.23", "27.10");
        // floor(1000 × 10 ÷ 31) + floor(4000 × 21 ÷ 31) = 322 + 2709 = 3031 included; 469 beyond × 0.005 = 2.345,
        // half-even.
        assertThat(invoice.lines())
                .extracting(Line::kind, line -> line.quantity().intValue())
                .contains(tuple(Kind.INCLUDED, 3_031), tuple(Kind.OVERAGE, 469));
        assertThat(amounts(invoice, Kind.OVERAGE)).containsExactly("2.34");
        assertThat(invoice.total()).isEqualTo("32.67");
    }

    @Test
    @Tag("rule-3.7")
    void carryChargesPriceAndAmountOfNewPlan() {
        Life life = Life.basic().carried("pro@1", "2026-03-11T00:00:00Z");
        // 100 beyond 4,000 × 0.005 = 0.50.
        Invoice march = life.invoice("2026-03-05T00:00:00Z", march(4_100));
        assertThat(lines(march))
                .containsExactly(
                        "BASE pro@1 = 40.00",
                        "INCLUDED monthly: 4000 calls included per P1M = 0.00",
                        "OVERAGE monthly: beyond the included calls = 0.50");
        assertThat(march.notes()).isEmpty();
    }

    @Test
    @Tag("rule-3.7")
    void freshStartEndsPreviousPeriod() {
        Life life = Life.basic().fresh("pro@1", "2026-03-11T00:00:00Z");
        CounterIncrement[] counters = {
            month("2026-03-01", "2026-04-01", 1_010), month("2026-03-11", "2026-04-11", 4_020)
        };
        // 10 × 0.0125 = 0.125, half-even 0.12; 20 × 0.005 = 0.10.
        Invoice before = life.invoice("2026-03-10T23:59:59Z", counters);
        assertThat(before.from()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(before.to()).isEqualTo("2026-03-11T00:00:00Z");
        assertThat(lines(before))
                .containsExactly(
                        "BASE basic@1 = 10.00",
                        "INCLUDED monthly: 1000 calls included per P1M = 0.00",
                        "OVERAGE monthly: beyond the included calls = 0.12");
        Invoice after = life.invoice("2026-03-11T00:00:00Z", counters);
        assertThat(after.to()).isEqualTo("2026-04-11T00:00:00Z");
        assertThat(after.total()).isEqualTo("40.10");
    }

    @Test
    void billsFormerPeriodsAfterManyChanges() {
        // Basic in March, pro from April by choice of the period's end, max by carry in May, basic anew on 11 June, pro
        // by
        // proration on 21 June.
        Life life = Life.basic()
                .later("pro@1", "2026-03-20T00:00:00Z", "2026-04-01T00:00:00Z", UsageTreatment.CARRY)
                .then(of("pro@1"))
                .carried("max@1", "2026-05-15T00:00:00Z")
                .fresh("basic@1", "2026-06-11T00:00:00Z")
                .prorated("pro@1", "2026-06-21T00:00:00Z");
        CounterIncrement[] counters = {
            month("2026-03-01", "2026-04-01", 1_100),
            month("2026-04-01", "2026-05-01", 4_100),
            month("2026-05-01", "2026-06-01", 10_100),
            month("2026-06-01", "2026-07-01", 10_200),
            month("2026-06-11", "2026-07-11", 3_100),
            month("2026-07-11", "2026-08-11", 4_300)
        };
        // 100 × 0.0125; 100 × 0.005; 100 × 0.002; 200 × 0.002.
        assertThat(life.invoice("2026-03-31T00:00:00Z", counters).total()).isEqualTo("11.25");
        assertThat(life.invoice("2026-04-01T00:00:00Z", counters).total()).isEqualTo("40.50");
        assertThat(life.invoice("2026-05-01T00:00:00Z", counters).total()).isEqualTo("100.20");
        assertThat(life.invoice("2026-06-01T00:00:00Z", counters).total()).isEqualTo("100.40");
        // 10 of 30 days at 10.00 and 20 at 40.00; floor(333.3…) + floor(2666.6…) = 2,999 included, 101 × 0.005 = 0.505.
        Invoice june = life.invoice("2026-06-30T00:00:00Z", counters);
        assertThat(amounts(june, Kind.BASE)).containsExactly("3.33", "26.67");
        assertThat(amounts(june, Kind.OVERAGE)).containsExactly("0.50");
        // 300 × 0.005.
        assertThat(life.invoice("2026-07-30T00:00:00Z", counters).total()).isEqualTo("41.50");
    }

    /** Returns the record as the sweeper stores it after a change of plan. */
    private static LicenseRecord of(String plan) {
        return license("basic@1")
                .edit(Instant.parse("2026-04-02T00:00:00Z"))
                .plan(PlanId.parse(plan))
                .done();
    }

    @Test
    @Tag("4.1.8")
    void carryAfterProrationDividesPeriodAgain() {
        // 10 days of 10.00, 10 of 40.00, 11 of 100.00: 3.2258…, 12.9032…, 35.4838…
        // 322 + 1290 + 3548 = 5160 included; 40 beyond × 0.002 = 0.08.
        Invoice march = Life.basic()
                .prorated("pro@1", "2026-03-11T00:00:00Z")
                .carried("max@1", "2026-03-21T00:00:00Z")
                .invoice("2026-03-05T00:00:00Z", march(5_200));
        assertThat(lines(march))
                .containsExactly(
                        "BASE basic@1, 2026-03-01T00:00:00Z to 2026-03-11T00:00:00Z = 3.23",
                        "BASE pro@1, 2026-03-11T00:00:00Z to 2026-03-21T00:00:00Z = 12.90",
                        "BASE max@1, 2026-03-21T00:00:00Z to 2026-04-01T00:00:00Z = 35.48",
                        "INCLUDED monthly: 5160 calls included per P1M = 0.00",
                        "OVERAGE monthly: beyond the included calls = 0.08");
    }

    @Test
    @Tag("4.1.8")
    void carryBeforeProrationDividesPeriodAsWell() {
        Invoice march = Life.basic()
                .carried("pro@1", "2026-03-11T00:00:00Z")
                .prorated("max@1", "2026-03-21T00:00:00Z")
                .invoice("2026-03-05T00:00:00Z", march(5_160));
        assertThat(amounts(march, Kind.BASE)).containsExactly("3.23", "12.90", "35.48");
        assertThat(lines(march)).contains("INCLUDED monthly: 5160 calls included per P1M = 0.00");
    }

    @Test
    @Tag("4.1.8")
    void prorationThenFreshStartCostsWholePeriod() {
        // 21 of 31 days at 10.00 and 10 at 29.00: 6.7741… and 9.3548…; the fresh start on the 26th ends the period, but
        // what
        // is paid for is the period, as without an upgrade.
        Life upgraded = Life.basic().prorated("plus@1", "2026-03-22T00:00:00Z").fresh("plus@1", "2026-03-26T00:00:00Z");
        Invoice march = upgraded.invoice("2026-03-22T00:00:00Z", march(0));
        assertThat(march.to()).isEqualTo("2026-03-26T00:00:00Z");
        assertThat(amounts(march, Kind.BASE)).containsExactly("6.77", "9.35");
        assertThat(march.total()).isEqualTo("16.12");
        Invoice none = Life.basic().fresh("basic@1", "2026-03-26T00:00:00Z").invoice("2026-03-22T00:00:00Z", march(0));
        assertThat(none.total()).isEqualTo("10.00");
        // Then prorated again in the period from the 26th: 10 of 31 days at 29.00, 21 at 40.00.
        Invoice april = upgraded.prorated("pro@1", "2026-04-05T00:00:00Z").invoice("2026-04-10T00:00:00Z");
        assertThat(amounts(april, Kind.BASE)).containsExactly("9.35", "27.10");
    }

    @Test
    @Tag("4.1.2")
    void oldTermsIncludeContractOverrides() {
        // Half of a period of 30 days: 7.77 × 15 ÷ 30 = 3.885, half-even 3.88, twice; 2,500 + 2,500 = 5,000 included.
        String contract =
                "{\"limits\":{\"monthly\":{\"amount\":5000}},\"price\":{\"amount\":\"7.77 USD\",\"per\":\"P1M\"}}";
        CounterIncrement june = month("2026-06-01", "2026-07-01", 5_000);
        for (boolean isOlder : new boolean[] {false, true}) {
            Life life = Life.basic().overriding(contract, "2026-05-01T00:00:00Z");
            Invoice invoice = (isOlder
                            ? life.proratedByAnOlderVersion("pro@1", "2026-06-16T00:00:00Z")
                            : life.prorated("pro@1", "2026-06-16T00:00:00Z"))
                    .invoice("2026-06-16T00:00:00Z", june);
            assertThat(amounts(invoice, Kind.BASE)).containsExactly("3.88", "3.88");
            assertThat(lines(invoice)).contains("INCLUDED monthly: 5000 calls included per P1M = 0.00");
            assertThat(invoice.total()).isEqualTo("7.76");
        }
    }

    @Test
    @Tag("4.1.2")
    void overridesEditedAfterChangeLeaveOldPart() {
        String before = "{\"limits\":{\"monthly\":{\"amount\":3000}}}";
        String after =
                "{\"limits\":{\"monthly\":{\"amount\":9000}},\"price\":{\"amount\":\"30.00 USD\",\"per\":\"P1M\"}}";
        // 15 of 30 days of 3,000 at 10.00, and 15 of 9,000 at 30.00.
        Invoice invoice = Life.basic()
                .overriding(before, "2026-06-10T00:00:00Z")
                .prorated("pro@1", "2026-06-16T00:00:00Z")
                .overriding(after, "2026-06-20T00:00:00Z")
                .invoice("2026-06-16T00:00:00Z", month("2026-06-01", "2026-07-01", 6_000));
        assertThat(amounts(invoice, Kind.BASE)).containsExactly("5.00", "15.00");
        assertThat(lines(invoice)).contains("INCLUDED monthly: 6000 calls included per P1M = 0.00");
    }

    @Test
    @Tag("4.1.9")
    void notesLateStart() {
        LicenseRecord late = license("basic@1")
                .edit(Instant.parse("2026-03-01T00:00:00Z"))
                .startsAt(Instant.parse("2026-03-20T00:00:00Z"))
                .done();
        Invoice invoice = new Life(late).invoice("2026-03-25T00:00:00Z", march(0));
        assertThat(invoice.total()).isEqualTo("10.00");
        assertThat(invoice.notes())
                .containsExactly(
                        "The license started at 2026-03-20T00:00:00Z, within the period; its price is shown in full.");
    }

    @Test
    @Tag("4.1.9")
    void rolloverReckonsFromProratedAmount() {
        // March: 10 of 31 days of 1,000 and 21 of 4,000: 322 + 2709 = 3031, of which 2,981 are used and 50 left.
        // April: 4,000 and the 50 carried; 100 beyond × 0.005 = 0.50.
        Invoice april = new Life(license("rolling@1"))
                .prorated("rolling-pro@1", "2026-03-11T00:00:00Z")
                .invoice("2026-04-05T00:00:00Z", march(2_981), month("2026-04-01", "2026-05-01", 4_150));
        assertThat(lines(april))
                .contains(
                        "INCLUDED monthly: 4000 calls included per P1M, and 50 calls carried into it = 0.00",
                        "OVERAGE monthly: beyond the included calls = 0.50");
    }

    @Test
    @Tag("4.1.6")
    void renamedLimitIsProratedByCounter() {
        // Half of a period of 30 days: 500 of monthly, 2,000 of per-month; 100 beyond × 0.005 = 0.50; 5.00 + 20.00.
        for (String[] way : new String[][] {{"basic@1", "renamed@1"}, {"renamed@1", "basic@1"}}) {
            Invoice invoice = new Life(license(way[0]))
                    .prorated(way[1], "2026-06-16T00:00:00Z")
                    .invoice("2026-06-16T00:00:00Z", month("2026-06-01", "2026-07-01", 2_500));
            assertThat(invoice.lines())
                    .extracting(Line::kind, line -> line.quantity().intValue())
                    .contains(tuple(Kind.INCLUDED, 2_500));
            assertThat(invoice.total()).isEqualTo("25.00");
        }
    }

    @Test
    void doesNotBillTrialBoughtEarly() {
        Life life = new Life(license("tried@1")
                .edit(Instant.parse("2026-03-01T00:00:00Z"))
                .trial(new Trial(Instant.parse("2026-03-15T00:00:00Z"), BASIC))
                .done());
        life.then(life.now()
                .edit(Instant.parse("2026-03-06T00:00:00Z"))
                .trial(null)
                .anchor(Instant.parse("2026-03-06T00:00:00Z"))
                .done());
        Invoice trial = life.invoice("2026-03-02T00:00:00Z", march(4_001));
        assertThat(trial.to()).isEqualTo("2026-03-06T00:00:00Z");
        assertThat(trial.total()).isZero();
        Invoice bought = life.invoice("2026-03-06T00:00:00Z");
        assertThat(bought.to()).isEqualTo("2026-04-06T00:00:00Z");
        assertThat(bought.total()).isEqualTo("40.00");
    }

    @Test
    void doesNotBillPeriodOutOfForce() {
        Life life = Life.basic();
        life.then(life.now()
                .edit(Instant.parse("2026-03-02T00:00:00Z"))
                .expiresAt(Instant.parse("2026-04-15T00:00:00Z"))
                .done());
        life.then(life.now()
                .edit(Instant.parse("2026-06-10T00:00:00Z"))
                .expiresAt(Instant.parse("2027-06-10T00:00:00Z"))
                .done());
        assertThat(life.invoice("2026-04-20T00:00:00Z").total()).isEqualTo("10.00");
        assertThat(life.invoice("2026-04-20T00:00:00Z").notes())
                .containsExactly(
                        "The license ended at 2026-04-15T00:00:00Z, within the period; its price is shown in full.");
        assertThat(lines(life.invoice("2026-05-20T00:00:00Z"))).containsExactly("BASE basic@1, not in force = 0");
        assertThat(life.invoice("2026-06-20T00:00:00Z").total()).isEqualTo("10.00");
    }

    @Test
    void reducedAccessDoesNotBillIncludedUnits() {
        Instant late = Instant.parse("2026-03-30T00:00:00Z");
        Life life = new Life(license("grace@1"));
        life.then(life.now()
                .edit(late)
                .debt(new Debt(late, late.plusSeconds(7 * 86_400), PlanId.parse("free@1")))
                .done());
        assertThat(lines(life.invoice("2026-03-05T00:00:00Z", march(3_000))))
                .containsExactly("BASE grace@1 = 40.00", "INCLUDED monthly: 4000 calls included per P1M = 0.00");
    }

    @Test
    void rejectsPeriodsBeforeKnownRevisions() {
        Life life = Life.basic().carried("pro@1", "2026-03-20T00:00:00Z").unknownBefore("2026-03-20T00:00:00Z");
        assertThatThrownBy(() -> life.invoice("2026-03-25T00:00:00Z"))
                .isInstanceOf(ConflictException.class)
                .hasMessage(
                        "the revisions of license 'lic_1' before 2026-03-20T00:00:00Z were not kept, and the billing period"
                                + " begins at 2026-03-01T00:00:00Z; expected an instant of a later period");
        assertThatThrownBy(() -> life.invoice("2026-03-05T00:00:00Z")).isInstanceOf(ConflictException.class);
        assertThat(life.invoice("2026-04-05T00:00:00Z").total()).isEqualTo("40.00");
    }

    @Test
    void otherBillingPeriodBeginsNewPeriod() {
        Instant change = Instant.parse("2026-03-11T00:00:00Z");
        Life life = Life.basic().prorated("yearly@1", "2026-03-11T00:00:00Z");
        Invoice before = life.invoice("2026-03-05T00:00:00Z");
        assertThat(before.to()).isEqualTo(change);
        assertThat(before.total()).isEqualTo("3.23");
        Invoice after = life.invoice("2026-07-01T00:00:00Z");
        assertThat(after.from()).isEqualTo(change);
        // 1 March 2026 to 1 March 2027 are 365 days at 1.00 each; 355 are left.
        assertThat(after.total()).isEqualTo("355.00");
    }
}
