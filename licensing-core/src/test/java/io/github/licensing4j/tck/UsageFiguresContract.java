package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageLedger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of usage and customers over time. */
public interface UsageFiguresContract extends InsightsUnderTest {
    @Test
    default void usageEqualsLedger() {
        assertThat(againstLedger(30, 60, 40)).hasSize(2);
    }

    @Test
    @Tag("proof")
    default void usageEqualsLedgerOverMillionCalls() {
        Map<UsageKind, List<UsageHistory.Row>> rows = againstLedger(520, 1_200, 100);
        long calls = rows.values().stream()
                .flatMap(List::stream)
                .mapToLong(UsageHistory.Row::calls)
                .sum();
        long units = rows.getOrDefault(UsageKind.CHARGED, List.of()).stream()
                .mapToLong(UsageHistory.Row::units)
                .sum();
        long billed = ledger().balances(null, 10_000).items().stream()
                .filter(balance -> balance.license().issuer().equals(ISSUER))
                .mapToLong(UsageLedger.Balance::billed)
                .sum();
        assertThat(calls).isGreaterThan(1_000_000);
        assertThat(units).isEqualTo(billed);
        System.out.printf(
                "%s: %d calls in %d rows, %d corrections: figures equal usage, and %d units are billed%n",
                getClass().getSimpleName(),
                calls,
                rows.values().stream().mapToInt(List::size).sum(),
                ledger().corrected(),
                billed);
    }

    private Map<UsageKind, List<UsageHistory.Row>> againstLedger(int batches, int rowsEach, int queries) {
        UsageHistory history = new UsageHistory(new Random(20261130));
        for (int i = 0; i < batches; i++) {
            history.change(store(), i, rowsEach);
        }
        return compared(queries);
    }

    /** Adds usage of several months to an empty store. */
    static void fill(Store store) {
        UsageHistory history = new UsageHistory(new Random(11));
        for (int i = 0; i < 20; i++) {
            history.change(store, i, 60);
        }
    }

    /** Compares random queries with the usage query of the ledger. */
    default void compareWithLedger(int queries) {
        assertThat(compared(queries)).hasSize(2);
    }

    /** Returns all rows of the ledger. */
    private Map<UsageKind, List<UsageHistory.Row>> compared(int queries) {
        Random random = new Random(queries);
        UsageHistory history = new UsageHistory(random);
        Map<UsageKind, List<UsageHistory.Row>> rows = new EnumMap<>(UsageKind.class);
        for (UsageKind kind : UsageKind.values()) {
            rows.put(kind, UsageHistory.rows(ledger(), kind));
        }
        for (int i = 0; i < queries; i++) {
            InsightQuery query = history.query();
            List<InsightGroup<UsageFigures>> usage =
                    ExpectedFigures.usage(rows.getOrDefault(query.kind(), List.of()), query);
            assertThat(paged(insights()::usage, query, 1 + usage.size() / (1 + random.nextInt(4))))
                    .as("%s", query)
                    .isEqualTo(usage);
            InsightQuery ofCustomers = UsageHistory.ofCustomers(query);
            List<InsightGroup<CustomerFigures>> customers =
                    ExpectedFigures.customers(rows.getOrDefault(query.kind(), List.of()), ofCustomers);
            assertThat(paged(insights()::customers, ofCustomers, 1 + customers.size() / (1 + random.nextInt(4))))
                    .as("%s", ofCustomers)
                    .isEqualTo(customers);
        }
        return rows;
    }

    @Test
    default void emptyStoreHasNoGroups() {
        for (InsightStep step : InsightStep.values()) {
            InsightQuery query = InsightsUnderTest.query(InsightsUnderTest.march(step), InsightOrder.LARGEST);
            assertThat(insights().usage(query).items()).isEmpty();
            assertThat(insights().customers(query).items()).isEmpty();
            assertThat(insights().refusals(query).items()).isEmpty();
            assertThat(insights().latency(query).items()).isEmpty();
            assertThat(insights().revenue(query).items()).isEmpty();
        }
    }

    @Test
    default void combiningHoursChangesNoSumOfDays() {
        UsageHistory history = new UsageHistory(new Random(7));
        for (int i = 0; i < 20; i++) {
            history.change(store(), i, 100);
        }
        List<UsageTotal> days = paged(SampleUsage.all(UsageDimension.DAY, UsageDimension.LICENSE), 1_000);
        List<UsageLedger.Balance> balances = ledger().balances(null, 1_000).items();
        InsightQuery query = InsightsUnderTest.query(
                new InsightRange(MARCH.minus(Duration.ofDays(90)), APRIL, InsightStep.DAY, List.of()),
                InsightOrder.LARGEST,
                InsightDimension.PLAN);
        List<InsightGroup<UsageFigures>> figures = paged(insights()::usage, query, 1_000);

        Instant day = insights().firstUsage(ISSUER).orElseThrow().truncatedTo(ChronoUnit.DAYS);
        for (; day.isBefore(APRIL); day = day.plus(Duration.ofDays(1))) {
            int combined;
            do {
                combined = insights().combineHours(ISSUER, day, APRIL, 3);
                assertThat(combined).isBetween(0, 3);
            } while (combined > 0);
        }

        assertThat(paged(SampleUsage.all(UsageDimension.DAY, UsageDimension.LICENSE), 1_000))
                .isEqualTo(days);
        assertThat(ledger().balances(null, 1_000).items()).isEqualTo(balances);
        assertThat(paged(insights()::usage, query, 1_000)).isEqualTo(figures);
        compareWithLedger(20);
    }

    @Test
    default void rejectsWhatFiguresDoNotHave() {
        InsightQuery byCode = InsightsUnderTest.query(
                InsightsUnderTest.march(InsightStep.RANGE), InsightOrder.KEYS, InsightDimension.CODE);
        assertThatThrownBy(() -> insights().usage(byCode)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> insights().customers(byCode)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> insights().revenue(byCode)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> insights().latency(byCode)).isInstanceOf(IllegalArgumentException.class);
        InsightQuery byMeter = InsightsUnderTest.query(
                InsightsUnderTest.march(InsightStep.RANGE), InsightOrder.KEYS, InsightDimension.METER);
        assertThatThrownBy(() -> insights().refusals(byMeter)).isInstanceOf(IllegalArgumentException.class);
        for (String cursor : List.of("", "x", ".x", ".AA.AA.AA.AA.AA", "\u0000")) {
            assertThatThrownBy(() -> insights().usage(InsightsUnderTest.page(byMeter, cursor, 5)))
                    .as(cursor)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
