package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.InvoiceRevenue;
import io.github.licensing4j.spi.MeasurementBatch;
import io.github.licensing4j.spi.MeasurementBatch.Latencies;
import io.github.licensing4j.spi.MeasurementBatch.Refusals;
import io.github.licensing4j.spi.MeasurementBatch.Subject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of figures over time. */
public interface InsightStoreContract extends LedgerUnderTest {
    Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    Instant HOUR = Instant.parse("2026-03-10T12:00:00Z");

    /** Returns the figures of the store. */
    default InsightStore insights() {
        return store().insights().orElseThrow();
    }

    @Test
    default void usageEqualsLedger() {
        againstLedger(30, 60, 40);
    }

    @Test
    @Tag("proof")
    default void usageEqualsLedgerOverMillionCalls() {
        againstLedger(600, 1_200, 100);
    }

    private void againstLedger(int batches, int rowsEach, int queries) {
        Random random = new Random(20261130);
        UsageHistory history = new UsageHistory(random);
        for (int i = 0; i < batches; i++) {
            history.change(store(), i, rowsEach);
        }
        Map<UsageKind, List<UsageHistory.Row>> rows = new EnumMap<>(UsageKind.class);
        for (UsageKind kind : UsageKind.values()) {
            rows.put(kind, UsageHistory.rows(ledger(), kind));
        }
        for (int i = 0; i < queries; i++) {
            InsightQuery query = history.query();
            List<InsightGroup<UsageFigures>> usage = UsageHistory.usage(rows.get(query.kind()), query);
            assertThat(paged(insights()::usage, query, 1 + usage.size() / (1 + random.nextInt(4))))
                    .as("%s", query)
                    .isEqualTo(usage);
            InsightQuery ofCustomers = UsageHistory.ofCustomers(query);
            List<InsightGroup<CustomerFigures>> customers = UsageHistory.customers(rows.get(query.kind()), ofCustomers);
            assertThat(paged(insights()::customers, ofCustomers, 1 + customers.size() / (1 + random.nextInt(4))))
                    .as("%s", ofCustomers)
                    .isEqualTo(customers);
        }
    }

    /** Reads page by page, checking the size of each page. */
    default <F> List<InsightGroup<F>> paged(
            Function<InsightQuery, Page<InsightGroup<F>>> read, InsightQuery query, int max) {
        List<InsightGroup<F>> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<InsightGroup<F>> page = read.apply(page(query, cursor, max));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(max);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }

    private static InsightQuery page(InsightQuery query, @Nullable String cursor, int max) {
        return new InsightQuery(
                query.issuer(), query.where(), query.range(), query.by(), query.kind(), query.order(), cursor, max);
    }

    private static InsightQuery query(InsightRange range, InsightOrder order, InsightDimension... by) {
        return new InsightQuery(ISSUER, Map.of(), range, Set.of(by), UsageKind.CHARGED, order, null, 100);
    }

    private static InsightRange march(InsightStep step) {
        return new InsightRange(MARCH, APRIL, step, step == InsightStep.PERIOD ? List.of(MARCH) : List.of());
    }

    @Test
    default void emptyStoreHasNoGroups() {
        for (InsightStep step : InsightStep.values()) {
            InsightQuery query = query(march(step), InsightOrder.LARGEST);
            assertThat(insights().usage(query).items()).isEmpty();
            assertThat(insights().customers(query).items()).isEmpty();
            assertThat(insights().refusals(query).items()).isEmpty();
            assertThat(insights().latency(query).items()).isEmpty();
            assertThat(insights().revenue(query).items()).isEmpty();
        }
    }

    @Test
    default void addsMeasurementsOnce() {
        Subject acme = new Subject(ISSUER, "lic_1", "acme", "pro@1");
        Subject nobody = new Subject(ISSUER, "", "", "");
        List<Refusals> refusals = List.of(
                new Refusals(HOUR.toEpochMilli(), acme, "GET /a", "quota-exhausted", false, 3),
                new Refusals(HOUR.toEpochMilli(), acme, "GET /a", "quota-exhausted", true, 4),
                new Refusals(HOUR.plus(Duration.ofHours(1)).toEpochMilli(), acme, "GET /b", "rate-limited", false, 5),
                new Refusals(HOUR.toEpochMilli(), nobody, "", "credential-invalid", false, 6));
        MeasurementBatch first = new MeasurementBatch("node/1", 1, HOUR, refusals, List.of());
        assertThat(insights().add(first)).isTrue();
        assertThat(insights().add(first)).isFalse();
        assertThat(insights().add(new MeasurementBatch("node/2", 1, HOUR, refusals, List.of())))
                .isTrue();
        assertThat(insights().add(new MeasurementBatch("node/1", 2, HOUR, refusals.subList(0, 1), List.of())))
                .isTrue();

        InsightQuery byCode = query(march(InsightStep.RANGE), InsightOrder.KEYS, InsightDimension.CODE);
        assertThat(paged(insights()::refusals, byCode, 1))
                .extracting(group -> group.keys().get(InsightDimension.CODE), InsightGroup::figures)
                .containsExactly(
                        tuple("credential-invalid", new RefusalFigures(12, 0)),
                        tuple("quota-exhausted", new RefusalFigures(9, 8)),
                        tuple("rate-limited", new RefusalFigures(10, 0)));
        InsightQuery largest = query(march(InsightStep.DAY), InsightOrder.LARGEST, InsightDimension.CODE);
        assertThat(paged(insights()::refusals, largest, 2))
                .extracting(group -> group.keys().get(InsightDimension.CODE))
                .containsExactly("quota-exhausted", "credential-invalid", "rate-limited");
        InsightQuery byHour = query(march(InsightStep.HOUR), InsightOrder.KEYS);
        assertThat(insights().refusals(byHour).items())
                .containsExactly(
                        new InsightGroup<>(HOUR, Map.of(), new RefusalFigures(21, 8)),
                        new InsightGroup<>(HOUR.plus(Duration.ofHours(1)), Map.of(), new RefusalFigures(10, 0)));
    }

    @Test
    default void addsUpLatencies() {
        List<Latencies> latencies = List.of(
                new Latencies(HOUR.toEpochMilli(), "GET /a", LatencyHistogram.bucket(3), 10, 30),
                new Latencies(HOUR.toEpochMilli(), "GET /a", LatencyHistogram.bucket(500), 1, 500),
                new Latencies(HOUR.toEpochMilli(), "GET /b", LatencyHistogram.bucket(7), 2, 14));
        for (int i = 1; i <= 2; i++) {
            assertThat(insights().add(new MeasurementBatch("node/1", i, HOUR, List.of(), latencies)))
                    .isTrue();
        }
        InsightQuery query = query(march(InsightStep.RANGE), InsightOrder.LARGEST, InsightDimension.ENDPOINT);
        List<InsightGroup<LatencyHistogram>> found = paged(insights()::latency, query, 1);
        assertThat(found)
                .extracting(group -> group.keys().get(InsightDimension.ENDPOINT))
                .containsExactly("GET /a", "GET /b");
        LatencyHistogram first = found.get(0).figures();
        assertThat(first.calls()).isEqualTo(22);
        assertThat(first.millis()).isEqualTo(1_060);
        assertThat(first.percentile(0.5)).isEqualTo(4);
        assertThat(first.percentile(1)).isBetween(500L, 640L);
    }

    @Test
    default void addsRevenueOnce() {
        FinalInvoice invoice = new FinalInvoice(ISSUER, "license/lic_1", MARCH, APRIL, Set.of(), APRIL, "{}");
        FinalInvoice shared = new FinalInvoice(ISSUER, "customer/acme", MARCH, APRIL, Set.of(), APRIL, "{}");
        assertThat(store().terms().close(invoice)).isTrue();
        assertThat(store().terms().close(shared)).isTrue();
        assertThat(insights().invoicesToAdd(1)).hasSize(1);
        assertThat(insights().invoicesToAdd(9)).containsExactlyInAnyOrder(invoice, shared);
        InvoiceRevenue ofPlans = new InvoiceRevenue(
                ISSUER, "license/lic_1", MARCH, APRIL, "acme", "USD", Map.of("free@1", 0L, "pro@1", 4_950L));
        InvoiceRevenue ofBudgets =
                new InvoiceRevenue(ISSUER, "customer/acme", MARCH, APRIL, "acme", "USD", Map.of("", -50L));
        for (int i = 0; i < 2; i++) {
            insights().addRevenue(List.of(ofPlans, ofBudgets));
        }
        assertThat(insights().invoicesToAdd(9)).isEmpty();

        assertThat(insights()
                        .revenue(query(march(InsightStep.PERIOD), InsightOrder.KEYS, InsightDimension.PLAN))
                        .items())
                .containsExactly(
                        revenue(MARCH, "", "-0.50"), revenue(MARCH, "free@1", "0.00"), revenue(MARCH, "pro@1", "49.50"));
        InsightQuery byCustomer = query(march(InsightStep.RANGE), InsightOrder.LARGEST, InsightDimension.CUSTOMER);
        assertThat(insights().revenue(byCustomer).items())
                .containsExactly(new InsightGroup<>(
                        null,
                        Map.of(InsightDimension.CUSTOMER, "acme", InsightDimension.CURRENCY, "USD"),
                        new RevenueFigures(new BigDecimal("49.00"), 2)));
        InsightRange april = new InsightRange(APRIL, APRIL.plus(Duration.ofDays(1)), InsightStep.RANGE, List.of());
        assertThat(insights()
                        .revenue(query(april, InsightOrder.KEYS, InsightDimension.CUSTOMER))
                        .items())
                .isEmpty();
    }

    private static InsightGroup<RevenueFigures> revenue(Instant from, String plan, String amount) {
        return new InsightGroup<>(
                from,
                Map.of(InsightDimension.PLAN, plan, InsightDimension.CURRENCY, "USD"),
                new RevenueFigures(new BigDecimal(amount), 1));
    }

    @Test
    default void rejectsWhatFiguresDoNotHave() {
        InsightQuery byCode = query(march(InsightStep.RANGE), InsightOrder.KEYS, InsightDimension.CODE);
        assertThatThrownBy(() -> insights().usage(byCode)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> insights().customers(byCode)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> insights().revenue(byCode)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> insights().latency(byCode)).isInstanceOf(IllegalArgumentException.class);
        InsightQuery byMeter = query(march(InsightStep.RANGE), InsightOrder.KEYS, InsightDimension.METER);
        assertThatThrownBy(() -> insights().refusals(byMeter)).isInstanceOf(IllegalArgumentException.class);
        for (String cursor : List.of("", "x", ".x", ".AA.AA.AA.AA.AA", "\u0000")) {
            assertThatThrownBy(() -> insights().usage(page(byMeter, cursor, 5)))
                    .as(cursor)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
