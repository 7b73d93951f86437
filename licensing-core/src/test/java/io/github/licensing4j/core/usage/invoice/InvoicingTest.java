package io.github.licensing4j.core.usage.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.LicenseRecord.Usage;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageCorrection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invoices against numbers that were worked out by hand. */
class InvoicingTest {
    private static final LicenseId ID = new LicenseId("https://issuer.example", "lic_1");
    private static final PlanId BASIC = PlanId.parse("basic@1");
    private static final PlanId PRO = PlanId.parse("pro@1");
    private static final Catalog CATALOG = CatalogParser.parse("licensing.yaml", """
            catalog: c
            meters: {tokens: {unit: token}}
            plans:
              basic@1:
                price: {amount: 10.00 USD, per: P1M}
                limits:
                  monthly: {kind: quota, meter: calls, amount: 1000, per: P1M, overage: {cap: 500, unit-price: 0.0125 USD}}
                  prepaid: {kind: credits, meter: tokens, initial: 0}
              pro@1:
                extends: basic@1
                price: {amount: 40.00 USD, per: P1M}
                limits: {monthly: {amount: 4000, overage: {cap: 1000, unit-price: 0.005 USD}}}
              yearly@1:
                extends: basic@1
                price: {amount: 365.00 USD, per: P1Y}
              yen@1:
                price: {amount: 1000 JPY, per: P1M}
                limits: {monthly: {kind: quota, meter: calls, amount: 10, per: P1M, overage: {cap: 100, unit-price: 0.3 JPY}}}
              dinar@1:
                price: {amount: 9.995 KWD, per: P1M}
                limits: {monthly: {kind: quota, meter: calls, amount: 10, per: P1M, overage: {cap: 100, unit-price: 0.0005 KWD}}}
              daily@1:
                price: {amount: 30.00 USD, per: P1M}
                limits:
                  daily:  {kind: quota, meter: calls, amount: 100, per: P1D, overage: {cap: 50, unit-price: 0.015 USD}}
                  weekly: {kind: quota, meter: tokens, amount: 100, per: P7D, overage: {cap: 5000, unit-price: 1.00 USD}}
              free@1:
                limits: {monthly: {kind: quota, meter: calls, amount: 10, per: P1M, overage: {cap: 100}}}
              tried@1:
                extends: pro@1
                trial: {for: P14D, then: basic@1}
            """);

    private static LicenseRecord license(PlanId plan, String anchor, String zone) {
        return LicenseRecord.of(ID, "acme", plan, Instant.parse(anchor), ZoneId.of(zone));
    }

    private static LicenseRecord license(String plan) {
        return license(PlanId.parse(plan), "2026-03-01T00:00:00Z", "UTC");
    }

    private static LicenseRecord upgraded(String anchor, String zone, String at) {
        LicenseRecord basic = license(BASIC, anchor, zone);
        Instant change = Instant.parse(at);
        return basic.edit(change)
                .plan(PRO)
                .change(new PlanChange(BASIC, PRO, change, Usage.PRORATE))
                .done();
    }

    private static CounterIncrement counted(
            String limit, String meter, String per, String from, String to, long units) {
        return CounterIncrement.of(
                ID,
                new CounterId(limit, meter, Limit.Kind.QUOTA, per),
                new QuotaWindow(
                        Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli()),
                units);
    }

    private static CounterIncrement march(long calls) {
        return counted("monthly", "calls", "P1M", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", calls);
    }

    private static Invoice invoice(LicenseRecord license, String at, CounterIncrement... counters) {
        return Invoicing.preview(new InvoiceInput(
                license, CATALOG, Instant.parse(at), List.of(counters), List.of(), List.of(), meter -> 0));
    }

    private static List<String> amounts(Invoice invoice, Kind kind) {
        return invoice.lines().stream()
                .filter(line -> line.kind() == kind)
                .map(line -> line.amount().toPlainString())
                .toList();
    }

    @Test
    void aPlanIsBilledForItsPeriodWithWhatWasIncludedAndBeyond() {
        Invoice invoice = invoice(license("basic@1"), "2026-03-20T00:00:00Z", march(1_100));
        // 100 beyond 1,000 at 0.0125 are 1.25.
        assertThat(invoice.lines())
                .containsExactly(
                        new Line(
                                Kind.BASE, "basic@1", BigDecimal.ONE, new BigDecimal("10.00"), new BigDecimal("10.00")),
                        new Line(
                                Kind.INCLUDED,
                                "monthly: 1000 calls included per P1M",
                                BigDecimal.valueOf(1_000),
                                null,
                                new BigDecimal("0.00")),
                        new Line(
                                Kind.OVERAGE,
                                "monthly: beyond the included calls",
                                BigDecimal.valueOf(100),
                                new BigDecimal("0.0125"),
                                new BigDecimal("1.25")));
        assertThat(invoice.total()).isEqualTo("11.25");
        assertThat(invoice.from()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(invoice.to()).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(invoice.notes()).isEmpty();
    }

    @Test
    void anUpgradeInTheMiddleDividesPriceAndAmountBySeconds() {
        Invoice invoice = invoice(
                upgraded("2026-03-01T00:00:00Z", "UTC", "2026-03-11T00:00:00Z"), "2026-03-05T00:00:00Z", march(3_500));
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
    void nothingIsBilledBeyondTheCap() {
        Invoice invoice = invoice(license("basic@1"), "2026-03-20T00:00:00Z", march(1_700));
        // 500 are the cap: 6.25. The 200 beyond it came in while calls were under way.
        assertThat(invoice.total()).isEqualTo("16.25");
        assertThat(invoice.notes())
                .containsExactly(
                        "Limit 'monthly' was overrun by 200 calls beyond what it allows; nothing is billed for them.");
    }

    @Test
    void prepaidUnitsAreShownAndCostNothing() {
        List<CreditGrant> grants = List.of(
                grant("crd_a", 100, "2026-02-15T00:00:00Z", "2026-03-10T00:00:00Z"),
                grant("crd_b", 200, "2026-03-05T00:00:00Z", "2026-06-05T00:00:00Z"),
                grant("crd_c", 10, "2025-01-01T00:00:00Z", "2026-03-01T00:00:00Z"));
        List<CounterIncrement> burnt = List.of(burnt("crd_a", 60), burnt("crd_b", 50), burnt("crd_c", 1));
        Invoice invoice = Invoicing.preview(new InvoiceInput(
                license(BASIC, "2026-01-01T00:00:00Z", "UTC"),
                CATALOG,
                Instant.parse("2026-03-20T00:00:00Z"),
                burnt,
                grants,
                List.of(),
                meter -> 0));
        assertThat(invoice.lines())
                .extracting(
                        Line::kind, Line::description, line -> line.quantity().intValue())
                .containsExactly(
                        tuple(Kind.BASE, "basic@1", 1),
                        tuple(Kind.CREDITS_BURNT, "prepaid, grant crd_a", 60),
                        tuple(Kind.CREDITS_EXPIRED, "prepaid, grant crd_a, until 2026-03-10T00:00:00Z", 40),
                        tuple(Kind.CREDITS_GRANTED, "prepaid, grant crd_b", 200),
                        tuple(Kind.CREDITS_BURNT, "prepaid, grant crd_b", 50));
        assertThat(invoice.total()).isEqualTo("10.00");
        assertThat(invoice.notes())
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .startsWith("What is burnt of grant crd_a is counted since 2026-02-15T00:00:00Z"));
    }

    private static CreditGrant grant(String id, long amount, String from, String until) {
        Instant at = Instant.parse(from);
        return new CreditGrant(id, ID, 1, "prepaid", amount, 0, at, at, Instant.parse(until), null);
    }

    private static CounterIncrement burnt(String grant, long units) {
        return CounterIncrement.of(
                ID,
                new CounterId("prepaid", "tokens", Limit.Kind.CREDITS, grant),
                new QuotaWindow(0, Long.MAX_VALUE),
                units);
    }

    @ParameterizedTest
    @CsvSource({
        // 31 January → 28 February → 31 March: 31 days, of which 14.5 are 4.6774… and 16.5 are 21.2903…
        "UTC, 2026-01-31T00:00:00Z, 2026-03-14T12:00:00Z, 2026-02-28T00:00:00Z, 2026-03-31T00:00:00Z, 4.68, 21.29",
        // March in Berlin has 743 hours: 683 before the change at 10.00 are 9.1924…, 60 after it at 40.00 are 3.2301…
        "Europe/Berlin, 2026-02-28T23:00:00Z, 2026-03-29T10:00:00Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z, 9.19, 3.23",
        // So it has in New York: 175 hours are 2.3553…, 568 are 30.5787…
        "America/New_York, 2026-03-01T05:00:00Z, 2026-03-08T12:00:00Z, 2026-03-01T05:00:00Z, 2026-04-01T04:00:00Z, 2.36, 30.58"
    })
    void monthsAndClocksThatChangeAreCountedAsTheyAre(
            String zone, String anchor, String change, String from, String to, String before, String after) {
        Invoice invoice = invoice(upgraded(anchor, zone, change), change);
        assertThat(invoice.from()).isEqualTo(from);
        assertThat(invoice.to()).isEqualTo(to);
        assertThat(amounts(invoice, Kind.BASE)).containsExactly(before, after);
        assertThat(invoice.total()).isEqualTo(new BigDecimal(before).add(new BigDecimal(after)));
    }

    @ParameterizedTest
    @CsvSource({
        // 5 × 0.3 = 1.5 and 15 × 0.3 = 4.5: to the even yen.
        "yen@1, 15, 2, 1002",
        "yen@1, 25, 4, 1004",
        // 3 × 0.0005 = 0.0015 and 5 × 0.0005 = 0.0025: to the even fils.
        "dinar@1, 13, 0.002, 9.997",
        "dinar@1, 15, 0.002, 9.997",
        "dinar@1, 17, 0.004, 9.999"
    })
    void eachCurrencyIsRoundedToItsOwnMinorUnit(String plan, long used, String overage, String total) {
        Invoice invoice = invoice(license(plan), "2026-03-20T00:00:00Z", march(used));
        assertThat(amounts(invoice, Kind.OVERAGE)).containsExactly(overage);
        assertThat(invoice.total()).isEqualTo(total);
    }

    @Test
    void overageWithoutAPriceIsFree() {
        Invoice invoice = invoice(license("free@1"), "2026-03-20T00:00:00Z", march(15));
        assertThat(invoice.lines())
                .extracting(
                        Line::kind, Line::description, line -> line.quantity().intValue(), Line::amount)
                .containsExactly(
                        tuple(Kind.BASE, "free@1, without a price", 0, BigDecimal.ZERO),
                        tuple(Kind.INCLUDED, "monthly: 10 calls included per P1M", 10, BigDecimal.ZERO),
                        tuple(Kind.OVERAGE, "monthly: beyond the included calls, free", 5, BigDecimal.ZERO));
        assertThat(invoice.currency()).isNull();
        assertThat(invoice.total()).isZero();
    }

    @Test
    void aTrialCostsNothingAndThePeriodAfterItIsCountedFromItsEnd() {
        Instant end = Instant.parse("2026-03-15T00:00:00Z");
        LicenseRecord trying = license("tried@1")
                .edit(Instant.parse("2026-03-01T00:00:00Z"))
                .trial(new Trial(end, BASIC))
                .done();
        Invoice trial = invoice(trying, "2026-03-10T00:00:00Z", march(4_100));
        assertThat(trial.from()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(trial.to()).isEqualTo(end);
        assertThat(trial.total()).isZero();
        assertThat(trial.lines())
                .extracting(
                        Line::kind, Line::description, line -> line.quantity().intValue())
                .containsExactly(
                        tuple(Kind.BASE, "tried@1, on trial", 0),
                        tuple(Kind.INCLUDED, "monthly: 4000 calls included per P1M", 4_000),
                        tuple(Kind.OVERAGE, "monthly: beyond the included calls, on trial", 100));
        Invoice after = invoice(
                trying,
                "2026-03-20T00:00:00Z",
                march(4_100),
                counted("monthly", "calls", "P1M", "2026-03-15T00:00:00Z", "2026-04-15T00:00:00Z", 1_004));
        assertThat(after.from()).isEqualTo(end);
        assertThat(after.to()).isEqualTo("2026-04-15T00:00:00Z");
        // 4 beyond 1,000 at 0.0125 are 0.05; nothing of the trial comes into it.
        assertThat(amounts(after, Kind.OVERAGE)).containsExactly("0.05");
        assertThat(after.total()).isEqualTo("10.05");
    }

    @Test
    void quotaPeriodsBelongToTheBillingPeriodInWhichTheyEnd() {
        CounterIncrement[] counters = {
            counted("daily", "calls", "P1D", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z", 150),
            counted("daily", "calls", "P1D", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", 120),
            counted("daily", "calls", "P1D", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", 90),
            counted("daily", "calls", "P1D", "2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z", 101),
            counted("weekly", "tokens", "P7D", "2026-02-26T00:00:00Z", "2026-03-05T00:00:00Z", 102),
            counted("weekly", "tokens", "P7D", "2026-03-26T00:00:00Z", "2026-04-02T00:00:00Z", 104),
        };
        LicenseRecord daily = license(PlanId.parse("daily@1"), "2026-01-01T00:00:00Z", "UTC");
        Invoice march = invoice(daily, "2026-03-20T00:00:00Z", counters);
        // 20 + 1 calls × 0.015 = 0.315, half-even 0.32; 2 tokens × 1.00. A day below its amount makes up for no other.
        assertThat(amounts(march, Kind.OVERAGE)).containsExactly("0.32", "2.00");
        assertThat(march.lines())
                .extracting(Line::description, line -> line.quantity().intValue())
                .contains(tuple("daily: 100 calls included per P1D, 3 periods", 290));
        assertThat(march.total()).isEqualTo("32.32");
        assertThat(amounts(invoice(daily, "2026-02-20T00:00:00Z", counters), Kind.OVERAGE))
                .containsExactly("0.75");
        assertThat(amounts(invoice(daily, "2026-04-20T00:00:00Z", counters), Kind.OVERAGE))
                .containsExactly("4.00");
    }

    @Test
    void aPlanOfAnotherBillingPeriodBeginsAPeriodOfItsOwn() {
        Instant change = Instant.parse("2026-03-11T00:00:00Z");
        PlanId yearly = PlanId.parse("yearly@1");
        LicenseRecord license = license(BASIC, "2026-03-01T00:00:00Z", "UTC")
                .edit(change)
                .plan(yearly)
                .change(new PlanChange(BASIC, yearly, change, Usage.PRORATE))
                .done();
        Invoice before = invoice(license, "2026-03-05T00:00:00Z");
        assertThat(before.to()).isEqualTo(change);
        assertThat(before.total()).isEqualTo("3.23");
        Invoice after = invoice(license, "2026-07-01T00:00:00Z");
        assertThat(after.from()).isEqualTo(change);
        // 1 March 2026 to 1 March 2027 are 365 days at 1.00 each; 355 are left.
        assertThat(after.total()).isEqualTo("355.00");
    }

    @Test
    void decimalPlacesOfAMeterAreSeenInQuantitiesAndPricedByTheWhole() {
        Invoice invoice = Invoicing.preview(new InvoiceInput(
                license("daily@1"),
                CATALOG,
                Instant.parse("2026-03-20T00:00:00Z"),
                List.of(counted("weekly", "tokens", "P7D", "2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z", 1_350)),
                List.of(),
                List.of(),
                meter -> 3));
        // 0.1 included of 1.35: 1.25 at 1.00.
        assertThat(invoice.lines())
                .extracting(Line::kind, Line::quantity, Line::amount)
                .contains(tuple(Kind.OVERAGE, new BigDecimal("1.25"), new BigDecimal("1.25")));
    }

    @Test
    void twoCurrenciesAreAnErrorThatSaysWhere() {
        LicenseRecord mixed = license("basic@1")
                .edit(Instant.parse("2026-03-01T00:00:00Z"))
                .overrides("{\"price\":{\"amount\":\"8.00 EUR\",\"per\":\"P1M\"}}")
                .done();
        assertThatThrownBy(() -> invoice(mixed, "2026-03-20T00:00:00Z", march(1_001)))
                .isInstanceOf(LicensingException.class)
                .hasMessage(
                        "the invoice of license 'lic_1' would have prices in EUR (the price of basic@1) and in USD (the"
                                + " overage of limit 'monthly'), expected one currency");
        assertThat(invoice(mixed, "2026-03-20T00:00:00Z", march(1_000)).total()).isEqualTo("8.00");
    }

    @Test
    void whatTheRecordNoLongerKnowsIsSaid() {
        LicenseRecord carried = license("basic@1")
                .edit(Instant.parse("2026-03-10T00:00:00Z"))
                .plan(PRO)
                .done();
        Invoice invoice = invoice(carried, "2026-03-20T00:00:00Z");
        assertThat(amounts(invoice, Kind.BASE)).containsExactly("40.00");
        assertThat(invoice.notes())
                .singleElement()
                .satisfies(
                        note -> assertThat(note).contains("A change of plan that carried its usage leaves no trace"));
        LicenseRecord fresh = license("basic@1")
                .edit(Instant.parse("2026-03-10T00:00:00Z"))
                .plan(PRO)
                .anchor(Instant.parse("2026-03-10T00:00:00Z"))
                .done();
        Invoice before = invoice(fresh, "2026-03-05T00:00:00Z");
        assertThat(before.to()).isEqualTo("2026-03-10T00:00:00Z");
        assertThat(before.notes()).anySatisfy(note -> assertThat(note).contains("is not kept"));
        assertThat(invoice(fresh, "2026-03-10T00:00:00Z").notes()).isEmpty();
    }

    @Test
    void correctionsAreShownAndWhatNoLimitKnowsIsNoted() {
        Instant at = Instant.parse("2026-03-12T10:00:00Z");
        UsageCorrection correction = new UsageCorrection(
                "cor_1", ID, "acme", BASIC, "calls", -20, at, at, "ops", "double import", List.of());
        UsageCorrection earlier = new UsageCorrection(
                "cor_0", ID, "acme", BASIC, "calls", -5, at.minusSeconds(40 * 86_400), at, "ops", null, List.of());
        Invoice invoice = Invoicing.preview(new InvoiceInput(
                license("basic@1").edit(at).zone(ZoneOffset.UTC).done(),
                CATALOG,
                at,
                List.of(counted("gone", "calls", "P1M", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", 3)),
                List.of(),
                List.of(correction, earlier),
                meter -> 0));
        assertThat(invoice.lines())
                .extracting(
                        Line::kind, Line::description, line -> line.quantity().intValue())
                .containsExactly(
                        tuple(Kind.BASE, "basic@1", 1),
                        tuple(Kind.CORRECTION, "calls, correction cor_1 of 2026-03-12T10:00:00Z", -20));
        assertThat(invoice.notes()).anySatisfy(note -> assertThat(note).contains("plan basic@1 has no such limit"));
    }
}
