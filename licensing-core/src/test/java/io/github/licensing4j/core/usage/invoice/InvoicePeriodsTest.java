package io.github.licensing4j.core.usage.invoice;

import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.BASIC;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.amounts;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.counted;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.invoice;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.license;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.march;
import static io.github.licensing4j.core.usage.invoice.InvoiceSamples.month;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.usage.invoice.InvoiceSamples.Life;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the periods of invoices over short months and days of 23 and 25 hours. */
class InvoicePeriodsTest {
    @ParameterizedTest
    @Tag("rule-3.6")
    @CsvSource({
        // 31 January → 28 February → 31 March: 31 days, of which 14.5 are 4.6774… and 16.5 are 21.2903…
        "UTC, 2026-01-31T00:00:00Z, 2026-03-14T12:00:00Z, 2026-02-28T00:00:00Z, 2026-03-31T00:00:00Z, 4.68, 21.29",
        // March in Berlin has 743 hours: 683 before the change at 10.00 are 9.1924…, 60 after it at 40.00 are 3.2301…
        "Europe/Berlin, 2026-02-28T23:00:00Z, 2026-03-29T10:00:00Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z, 9.19, 3.23",
        // October has 745: 596 before the day of 25 hours are 8.00, 149 from it on are 8.00 too.
        "Europe/Berlin, 2026-09-30T22:00:00Z, 2026-10-25T18:00:00Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z, 8.00, 8.00",
        // As March in Berlin, it has 743 in New York: 175 hours are 2.3553…, 568 are 30.5787…
        "America/New_York, 2026-03-01T05:00:00Z, 2026-03-08T12:00:00Z, 2026-03-01T05:00:00Z, 2026-04-01T04:00:00Z, 2.36, 30.58"
    })
    void countsMonthsAndClockChangesExactly(
            String zone, String anchor, String change, String from, String to, String before, String after) {
        Invoice invoice =
                new Life(license(BASIC, anchor, zone)).prorated("pro@1", change).invoice(change);
        assertThat(invoice.from()).isEqualTo(from);
        assertThat(invoice.to()).isEqualTo(to);
        assertThat(amounts(invoice, Kind.BASE)).containsExactly(before, after);
        assertThat(invoice.total()).isEqualTo(new BigDecimal(before).add(new BigDecimal(after)));
    }

    @Test
    void billsQuotaPeriodsWhereTheyEnd() {
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
    void trialIsFreeAndStartsNextPeriod() {
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
    @Tag("rule-3.6")
    void anchorOn31stReturnsToItsDay() {
        LicenseRecord license = license(BASIC, "2026-01-31T00:00:00Z", "UTC");
        // 1,100 and 1,200 calls: 100 × 0.0125 = 1.25, 200 × 0.0125 = 2.50. March does not fall back to the 28th.
        CounterIncrement[] months = {month("2026-01-31", "2026-02-28", 1_100), month("2026-02-28", "2026-03-31", 1_200)
        };
        Invoice january = invoice(license, "2026-02-27T23:59:59Z", months);
        assertThat(january.to()).isEqualTo("2026-02-28T00:00:00Z");
        assertThat(january.total()).isEqualTo("11.25");
        Invoice february = invoice(license, "2026-02-28T00:00:00Z", months);
        assertThat(february.to()).isEqualTo("2026-03-31T00:00:00Z");
        assertThat(february.total()).isEqualTo("12.50");
    }

    @Test
    @Tag("rule-3.6")
    void countsDaysOf23And25Hours() {
        LicenseRecord daily = license(PlanId.parse("daily@1"), "2026-02-28T23:00:00Z", "Europe/Berlin");
        // The 29th of March ends an hour early: 120 − 100 and 101 − 100 calls × 0.015 = 0.315, half-even 0.32.
        Invoice march = invoice(
                daily,
                "2026-03-20T00:00:00Z",
                counted("daily", "calls", "P1D", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 120),
                counted("daily", "calls", "P1D", "2026-03-30T22:00:00Z", "2026-03-31T22:00:00Z", 101),
                counted("daily", "calls", "P1D", "2026-03-31T22:00:00Z", "2026-04-01T22:00:00Z", 150));
        assertThat(march.to()).isEqualTo("2026-03-31T22:00:00Z");
        assertThat(amounts(march, Kind.OVERAGE)).containsExactly("0.32");
        // The 25th of October has 25 hours: 30 × 0.015 = 0.45.
        Invoice october = invoice(
                daily,
                "2026-10-20T00:00:00Z",
                counted("daily", "calls", "P1D", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 130));
        assertThat(october.to()).isEqualTo("2026-10-31T23:00:00Z");
        assertThat(amounts(october, Kind.OVERAGE)).containsExactly("0.45");
    }
}
