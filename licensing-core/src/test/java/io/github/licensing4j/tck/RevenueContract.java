package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.InvoiceRevenue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of revenue. */
public interface RevenueContract extends InsightsUnderTest {
    @Test
    default void addsRevenueOnce() {
        FinalInvoice invoice = new FinalInvoice(ISSUER, "license/lic_1", MARCH, APRIL, Set.of(), APRIL, "{}");
        FinalInvoice shared = new FinalInvoice(ISSUER, "customer/acme", MARCH, APRIL, Set.of(), APRIL, "{}");
        assertThat(store().terms().close(invoice)).isTrue();
        assertThat(store().terms().close(shared)).isTrue();
        List<FinalInvoice> first = insights().invoicesToAdd(null, 1);
        List<FinalInvoice> rest = insights().invoicesToAdd(first.get(0), 9);
        assertThat(insights().invoicesToAdd(null, 9))
                .containsExactly(first.get(0), rest.get(0))
                .containsExactlyInAnyOrder(invoice, shared);
        assertThat(insights().invoicesToAdd(rest.get(0), 9)).isEmpty();
        InvoiceRevenue ofPlans = new InvoiceRevenue(
                ISSUER, "license/lic_1", MARCH, APRIL, "acme", "USD", Map.of("free@1", 0L, "pro@1", 4_950L));
        InvoiceRevenue ofBudgets =
                new InvoiceRevenue(ISSUER, "customer/acme", MARCH, APRIL, "acme", "USD", Map.of("", -50L));
        for (int i = 0; i < 2; i++) {
            insights().addRevenue(List.of(ofPlans, ofBudgets));
        }
        assertThat(insights().invoicesToAdd(null, 9)).isEmpty();
        checkRevenue();
    }

    private void checkRevenue() {
        assertThat(insights()
                        .revenue(InsightsUnderTest.query(
                                InsightsUnderTest.march(InsightStep.PERIOD), InsightOrder.KEYS, InsightDimension.PLAN))
                        .items())
                .containsExactly(
                        revenue(MARCH, "", "-0.50"),
                        revenue(MARCH, "free@1", "0.00"),
                        revenue(MARCH, "pro@1", "49.50"));
        InsightQuery byCustomer = InsightsUnderTest.query(
                InsightsUnderTest.march(InsightStep.RANGE), InsightOrder.LARGEST, InsightDimension.CUSTOMER);
        assertThat(insights().revenue(byCustomer).items())
                .containsExactly(new InsightGroup<>(
                        null,
                        Map.of(InsightDimension.CUSTOMER, "acme", InsightDimension.CURRENCY, "USD"),
                        new RevenueFigures(new BigDecimal("49.00"), 2)));
        InsightRange april = new InsightRange(APRIL, APRIL.plus(Duration.ofDays(1)), InsightStep.RANGE, List.of());
        assertThat(insights()
                        .revenue(InsightsUnderTest.query(april, InsightOrder.KEYS, InsightDimension.CUSTOMER))
                        .items())
                .isEmpty();
    }

    private static InsightGroup<RevenueFigures> revenue(Instant from, String plan, String amount) {
        return new InsightGroup<>(
                from,
                Map.of(InsightDimension.PLAN, plan, InsightDimension.CURRENCY, "USD"),
                new RevenueFigures(new BigDecimal(amount), 1));
    }
}
