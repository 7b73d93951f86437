package io.github.licensing4j.core.usage.invoice;

import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.BASIC;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.CATALOG;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.ID;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.amounts;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.counted;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.invoice;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.license;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.march;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.quantities;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageCorrection.Entered;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares invoices of one plan with numbers computed by hand. */
class InvoicingTest {
    @Test
    void billsPlanWithIncludedAndOverage() {
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
    void billsNothingBeyondCap() {
        Invoice invoice = invoice(license("basic@1"), "2026-03-20T00:00:00Z", march(1_700));
        // 500 are the cap: 6.25. The 200 beyond it came in while calls were under way.
        assertThat(invoice.total()).isEqualTo("16.25");
        assertThat(invoice.notes())
                .containsExactly(
                        "Limit 'monthly' was overrun by 200 calls beyond what it allows; nothing is billed for them.");
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
    void roundsToMinorUnitOfCurrency(String plan, long used, String overage, String total) {
        Invoice invoice = invoice(license(plan), "2026-03-20T00:00:00Z", march(used));
        assertThat(amounts(invoice, Kind.OVERAGE)).containsExactly(overage);
        assertThat(invoice.total()).isEqualTo(total);
    }

    @Test
    void overageWithoutPriceIsFree() {
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
    void pricesMetersWithDecimalPlacesByWholeUnits() {
        Invoice invoice = Invoicing.preview(new InvoiceInput(
                license("daily@1"),
                List.of(),
                CatalogTimeline.of(CATALOG),
                Instant.parse("2026-03-20T00:00:00Z"),
                List.of(counted("weekly", "tokens", "P7D", "2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z", 1_350)),
                List.of(),
                List.of(),
                meter -> 3,
                HeldSeats.none(Instant.EPOCH),
                ClosedBills.none()));
        // 0.1 included of 1.35: 1.25 at 1.00.
        assertThat(invoice.lines())
                .extracting(Line::kind, Line::quantity, Line::amount)
                .contains(tuple(Kind.OVERAGE, new BigDecimal("1.25"), new BigDecimal("1.25")));
    }

    @Test
    void namesBothPricesOfTwoCurrencies() {
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
    void showsCorrectionsAndNotesUnknownLimits() {
        Instant at = Instant.parse("2026-03-12T10:00:00Z");
        UsageCorrection correction = correction("cor_1", -20, at, new Entered(at, "ops", "double import"));
        UsageCorrection earlier = correction("cor_0", -5, at.minusSeconds(40 * 86_400), new Entered(at, "ops", null));
        Invoice invoice = Invoicing.preview(new InvoiceInput(
                license("basic@1").edit(at).zone(ZoneOffset.UTC).done(),
                List.of(),
                CatalogTimeline.of(CATALOG),
                at,
                List.of(counted("gone", "calls", "P1M", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", 3)),
                List.of(),
                List.of(correction, earlier),
                meter -> 0,
                HeldSeats.none(Instant.EPOCH),
                ClosedBills.none()));
        assertThat(quantities(invoice))
                .containsExactly("BASE basic@1: 1", "CORRECTION calls, correction cor_1 of 2026-03-12T10:00:00Z: -20");
        assertThat(invoice.notes()).anySatisfy(note -> assertThat(note).contains("plan basic@1 has no such limit"));
    }

    private static UsageCorrection correction(String id, long units, Instant at, Entered entered) {
        return new UsageCorrection(id, ID, "acme", BASIC, "calls", units, at, entered, List.of());
    }
}
