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
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.usage.invoice.InvoiceSamples.Life;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Debt;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.LicenseRecord.Usage;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each period is billed as the license was in it, whatever became of the license since. */
class InvoiceHistoryTest {
    @Test
    void anUpgradeInTheMiddleDividesPriceAndAmountBySeconds() {
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
    void aChangeThatCarriesBringsThePriceAndTheAmountOfTheNewPlan() {
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
    void aFreshStartEndsThePeriodBeforeIt() {
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
    void everyPeriodIsBilledAsItWasHoweverOftenThePlanChangedSince() {
        // Basic in March, pro from April by choice of the period's end, max by carry in May, basic anew on 11 June, pro
        // by
        // proration on 21 June.
        Life life = Life.basic()
                .later("pro@1", "2026-03-20T00:00:00Z", "2026-04-01T00:00:00Z", Usage.CARRY)
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

    /** The record as a sweeper stores it again once its change has come. */
    private static LicenseRecord of(String plan) {
        return license("basic@1")
                .edit(Instant.parse("2026-04-02T00:00:00Z"))
                .plan(PlanId.parse(plan))
                .done();
    }

    @Test
    void aSecondChangeInOnePeriodTakesThePlaceOfTheProration() {
        // As calls are held to it: with carry, the whole period has the amount of the last plan, 10,000, and its price.
        Invoice march = Life.basic()
                .prorated("pro@1", "2026-03-11T00:00:00Z")
                .carried("max@1", "2026-03-21T00:00:00Z")
                .invoice("2026-03-05T00:00:00Z", march(10_100));
        assertThat(lines(march))
                .containsExactly(
                        "BASE max@1 = 100.00",
                        "INCLUDED monthly: 10000 calls included per P1M = 0.00",
                        "OVERAGE monthly: beyond the included calls = 0.20");
    }

    @Test
    void aTrialThatWasBoughtEarlyIsNotBilled() {
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
    void aPeriodInWhichTheLicenseDidNotHoldCostsNothing() {
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
    void reducedAccessAtTheEndOfAPeriodDoesNotBillWhatWasIncluded() {
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
    void whatWasNotKeptIsRefusedAndNotGuessed() {
        Life life = Life.basic().carried("pro@1", "2026-03-20T00:00:00Z").forgottenBefore("2026-03-20T00:00:00Z");
        assertThatThrownBy(() -> life.invoice("2026-03-25T00:00:00Z"))
                .isInstanceOf(ConflictException.class)
                .hasMessage("what license 'lic_1' was before 2026-03-20T00:00:00Z was not kept, and the billing period"
                        + " begins at 2026-03-01T00:00:00Z; expected an instant of a later period");
        assertThatThrownBy(() -> life.invoice("2026-03-05T00:00:00Z")).isInstanceOf(ConflictException.class);
        assertThat(life.invoice("2026-04-05T00:00:00Z").total()).isEqualTo("40.00");
    }

    @Test
    void aPlanOfAnotherBillingPeriodBeginsAPeriodOfItsOwn() {
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
