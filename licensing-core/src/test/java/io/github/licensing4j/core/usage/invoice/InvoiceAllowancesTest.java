package io.github.licensing4j.core.usage.invoice;

import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.BASIC;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.CATALOG;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.ID;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.amounts;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.counted;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.invoice;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.license;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.lines;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.march;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.month;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.quantities;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.usage.invoice.InvoiceSamples.Life;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests credits and rollover on invoices. */
class InvoiceAllowancesTest {
    @Test
    void ignoresOtherCountersOfSameName() {
        QuotaWindow march = march(0).window();
        CounterIncrement ofLicense = march(1_300);
        CounterIncrement ofKey = CounterIncrement.of(
                ID, new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.KEY, "key_1"), march, 1_200);
        Invoice keyed = invoice(license("keyed@1"), "2026-03-20T00:00:00Z", ofLicense, ofKey);
        // 200 × 0.0125 of the key, and nothing of the 300 that the whole license is beyond an amount it no longer has.
        assertThat(amounts(keyed, Kind.OVERAGE)).containsExactly("2.50");
        assertThat(keyed.total()).isEqualTo("12.50");
        assertThat(keyed.notes())
                .containsExactly("Limit 'monthly' has counted 1300 calls in the period that ended at"
                        + " 2026-04-01T00:00:00Z, and plan keyed@1 has no such limit; nothing is billed for them.");
        Invoice whole = invoice(license("basic@1"), "2026-03-20T00:00:00Z", ofLicense, ofKey);
        assertThat(amounts(whole, Kind.OVERAGE)).containsExactly("3.75");
        assertThat(whole.total()).isEqualTo("13.75");
    }

    @Test
    void showsPrepaidUnitsWithoutCost() {
        List<GrantedCredits> grants = List.of(
                grant("crd_a", 60, 100, "2026-02-15T00:00:00Z/2026-03-10T00:00:00Z"),
                grant("crd_b", 50, 200, "2026-03-05T00:00:00Z/2026-06-05T00:00:00Z"),
                grant("crd_c", 1, 10, "2025-01-01T00:00:00Z/2026-03-01T00:00:00Z"));
        Invoice invoice = Invoicing.preview(new InvoiceInput(
                license(BASIC, "2026-01-01T00:00:00Z", "UTC"),
                List.of(),
                CatalogTimeline.of(CATALOG),
                Instant.parse("2026-03-20T00:00:00Z"),
                List.of(),
                grants,
                List.of(),
                meter -> 0,
                HeldSeats.none(Instant.EPOCH),
                ClosedBills.none()));
        assertThat(quantities(invoice))
                .containsExactly(
                        "BASE basic@1: 1",
                        "CREDITS_CONSUMED prepaid, grant crd_a: 60",
                        "CREDITS_EXPIRED prepaid, grant crd_a, until 2026-03-10T00:00:00Z: 40",
                        "CREDITS_GRANTED prepaid, grant crd_b: 200",
                        "CREDITS_CONSUMED prepaid, grant crd_b: 50");
        assertThat(invoice.total()).isEqualTo("10.00");
        assertThat(invoice.notes())
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .startsWith("The consumption of grant crd_a is counted since 2026-02-15T00:00:00Z"));
    }

    /** @param period the two instants of an ISO 8601 interval */
    private static GrantedCredits grant(String id, long consumed, long amount, String period) {
        List<String> ends = List.of(period.split("/", -1));
        Instant at = Instant.parse(ends.get(0));
        CreditGrant grant = new CreditGrant(
                id, ID, 1, "prepaid", amount, 0, new CreditGrant.Times(at, at, Instant.parse(ends.get(1)), null), null);
        return new GrantedCredits(grant, "tokens", consumed);
    }

    @Test
    void includesCarriedUnits() {
        LicenseRecord license = license(PlanId.parse("rolling@1"), "2026-01-01T00:00:00Z", "UTC");
        CounterIncrement[] months = {
            month("2026-01-01", "2026-02-01", 900),
            month("2026-02-01", "2026-03-01", 200),
            month("2026-03-01", "2026-04-01", 1_500),
            month("2026-04-01", "2026-05-01", 1_100)
        };
        // Nothing before January. 100 of January are left for February; of February's 800 (not of its 100 carried), 300
        // at most
        // for March: 1,500 − 1,000 − 300 = 200 × 0.0125 = 2.50. Nothing is left of March: 100 × 0.0125 = 1.25.
        assertThat(lines(invoice(license, "2026-01-10T00:00:00Z", months)))
                .containsExactly("BASE rolling@1 = 10.00", "INCLUDED monthly: 1000 calls included per P1M = 0.00");
        assertThat(lines(invoice(license, "2026-02-10T00:00:00Z", months)))
                .containsExactly(
                        "BASE rolling@1 = 10.00",
                        "INCLUDED monthly: 1000 calls included per P1M, and 100 calls carried into it = 0.00");
        Invoice march = invoice(license, "2026-03-10T00:00:00Z", months);
        assertThat(lines(march))
                .containsExactly(
                        "BASE rolling@1 = 10.00",
                        "INCLUDED monthly: 1000 calls included per P1M, and 300 calls carried into it = 0.00",
                        "OVERAGE monthly: beyond the included calls = 2.50");
        assertThat(march.lines()).extracting(line -> line.quantity().intValue()).containsExactly(1, 1_300, 200);
        assertThat(invoice(license, "2026-04-10T00:00:00Z", months).total()).isEqualTo("11.25");
    }

    @Test
    void capAppliesBeyondCarriedUnits() {
        LicenseRecord license = license(PlanId.parse("rolling@1"), "2026-01-01T00:00:00Z", "UTC");
        // 1,000 + 300 carried + 500 of the cap at 0.0125 = 6.25; 20 more came in while calls were under way.
        Invoice march = invoice(license, "2026-03-10T00:00:00Z", march(1_820));
        assertThat(amounts(march, Kind.OVERAGE)).containsExactly("6.25");
        assertThat(march.notes())
                .containsExactly(
                        "Limit 'monthly' was overrun by 20 calls beyond what it allows; nothing is billed for them.");
    }

    @Test
    void carriesOverFromDayToDay() {
        LicenseRecord license = license(PlanId.parse("rolling-days@1"), "2026-01-01T00:00:00Z", "UTC");
        // The first of March has 100 + 20 of the 28th of February: 5 beyond. The second has nothing carried: 40 beyond.
        // The fourth has 30 of a third without calls: 10 beyond. 55 × 0.01 = 0.55.
        Invoice march = invoice(
                license,
                "2026-03-10T00:00:00Z",
                day("2026-02-28", "2026-03-01", 80),
                day("2026-03-01", "2026-03-02", 125),
                day("2026-03-02", "2026-03-03", 140),
                day("2026-03-04", "2026-03-05", 140));
        assertThat(amounts(march, Kind.OVERAGE)).containsExactly("0.55");
    }

    private static CounterIncrement day(String from, String to, long calls) {
        return counted("daily", "calls", "P1D", from + "T00:00:00Z", to + "T00:00:00Z", calls);
    }

    @Test
    void needsCountersOfCarryingPeriod() {
        LicenseRecord license = license(PlanId.parse("rolling@1"), "2026-01-01T00:00:00Z", "UTC");
        assertThat(countersFrom(license)).isEqualTo("2026-03-01T00:00:00Z");
        // Weeks from the first of January: that of 26 February to 5 March has what the week before has left.
        LicenseRecord weekly = license(PlanId.parse("daily@1"), "2026-01-01T00:00:00Z", "UTC");
        assertThat(countersFrom(weekly)).isEqualTo("2026-02-26T00:00:00Z");
    }

    private static Instant countersFrom(LicenseRecord license) {
        return new BillingPeriods(license, List.of(), CatalogTimeline.of(CATALOG), ClosedBills.none())
                .countersFrom(Instant.parse("2026-03-10T00:00:00Z"));
    }

    @Test
    void freshStartCarriesNothing() {
        Life life = new Life(license(PlanId.parse("rolling@1"), "2026-01-01T00:00:00Z", "UTC"))
                .fresh("rolling@1", "2026-03-11T00:00:00Z");
        // 20 × 0.0125 = 0.25.
        assertThat(lines(life.invoice("2026-03-20T00:00:00Z", month("2026-03-11", "2026-04-11", 1_020))))
                .containsExactly(
                        "BASE rolling@1 = 10.00",
                        "INCLUDED monthly: 1000 calls included per P1M = 0.00",
                        "OVERAGE monthly: beyond the included calls = 0.25");
    }
}
