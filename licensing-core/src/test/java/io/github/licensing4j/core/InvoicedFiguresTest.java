package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.core.BilledNode.Kept;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures equal the usage query, the ledger and the invoices, after corrections, changes of plans and journals that arrive late. */
class InvoicedFiguresTest {
    private static final String CATALOG = """
            catalog: invoiced
            plans:
              pro@1:
                price: { amount: 49.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 20, per: P1M, overage: { cap: 900000, unit-price: 0.01 USD } }
              max@1:
                price: { amount: 99.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 50, per: P1M, overage: { cap: 900000, unit-price: 0.02 USD } }
            """;
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final long LATE = 7;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-01T00:00:00Z");
    private final List<String> licenses = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private long expected;

    @ParameterizedTest
    @EnumSource
    void equalInvoices(Kept kept) {
        compare(kept, 4, 9);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("proof")
    void equalInvoicesOverMillionCalls(Kept kept) {
        compare(kept, 10, 12_500);
    }

    /** @param calls the calls of each license on each of eight days */
    private void compare(Kept kept, int count, int calls) {
        Store store = kept.stores(dir).get();
        try (BilledNode node = new BilledNode(dir, "a", CATALOG, clock, store)) {
            for (int i = 0; i < count; i++) {
                licenses.add(node.license("customer" + i / 2, "pro@1"));
                keys.add(node.key(licenses.get(i)).key());
            }
            month(node, "2026-03", calls);
            clock.set("2026-04-02T00:00:00Z");
            node.tend();
            commitLate(store);
            month(node, "2026-04", calls);
            clock.set("2026-05-02T00:00:00Z");
            node.tend();

            comparesWithUsage(node, store);
            comparesWithInvoices(node);
            System.out.printf(
                    "%s: %d calls of %d licenses, %d units: figures equal usage, ledger and invoices%n",
                    kept, 8L * calls * licenses.size() + LATE * licenses.size(), licenses.size(), expected);
        }
    }

    private void month(BilledNode node, String month, int calls) {
        for (int day = 5; day <= 26; day += 7) {
            clock.set(month + "-%02dT10:20:00Z".formatted(day));
            for (int i = 0; i < licenses.size(); i++) {
                if (month.equals("2026-04") && day == 12 && i % 2 == 0) {
                    node.admin()
                            .licenses()
                            .changePlan(
                                    licenses.get(i),
                                    new PlanChangeRequest(PlanId.parse("max@1"), When.NOW, UsageTreatment.CARRY),
                                    BY);
                }
                node.calls(calls, keys.get(i), null);
                long corrected = i - 3L;
                if (corrected != 0) {
                    node.usage()
                            .correct(
                                    licenses.get(i),
                                    new CorrectionRequest("calls", BigDecimal.valueOf(corrected), null),
                                    BY);
                }
                expected += calls + corrected;
            }
            node.tend();
        }
    }

    /** Stores the journal of a node that had calls in March, after the invoices of March were made final. */
    private void commitLate(Store store) {
        List<UsageRow> rows = new ArrayList<>();
        List<CounterIncrement> counters = new ArrayList<>();
        CounterId monthly = new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M");
        QuotaWindow window = new QuotaWindow(MARCH.toEpochMilli(), APRIL.toEpochMilli());
        for (int i = 0; i < licenses.size(); i++) {
            LicenseId license = new LicenseId(EngineFixture.ISSUER, licenses.get(i));
            rows.add(new UsageRow(
                    license,
                    "customer" + i / 2,
                    PlanId.parse("pro@1"),
                    "calls",
                    new UsageRow.Origin("", "GET /late", 2),
                    UsageKind.CHARGED,
                    Instant.parse("2026-03-20T05:00:00Z").toEpochMilli(),
                    LATE,
                    LATE));
            counters.add(CounterIncrement.of(license, monthly, window, LATE));
        }
        assertThat(store.usage().commit(new UsageBatch(new UsageSource("late", 1), 0, 9, rows, counters)))
                .isTrue();
        expected += LATE * licenses.size();
    }

    private void comparesWithUsage(BilledNode node, Store store) {
        for (Set<UsageDimension> by : List.of(
                Set.<UsageDimension>of(),
                Set.of(UsageDimension.PLAN),
                Set.of(UsageDimension.CUSTOMER),
                Set.of(UsageDimension.LICENSE, UsageDimension.PLAN),
                Set.of(UsageDimension.ENDPOINT, UsageDimension.STATUS))) {
            assertThat(figures(node, by)).as("%s", by).isEqualTo(totals(node, by));
        }
        assertThat(figures(node, Set.of()).values())
                .extracting(UsageFigures::units)
                .containsExactly(expected)
                .containsExactly(store.usage().balances(null, 100).items().stream()
                        .mapToLong(UsageLedger.Balance::billed)
                        .sum());
    }

    private static InsightFilter by(InsightDimension... by) {
        return InsightFilter.groupedBy(by).between(MARCH, MAY).page(null, 1_000);
    }

    private static Map<String, UsageFigures> figures(BilledNode node, Set<UsageDimension> by) {
        InsightFilter filter =
                by(by.stream().map(one -> InsightDimension.valueOf(one.name())).toArray(InsightDimension[]::new));
        Map<String, UsageFigures> found = new TreeMap<>();
        for (InsightGroup<UsageFigures> group :
                node.admin().insights().usage(filter).items()) {
            Map<String, String> names = new TreeMap<>();
            group.keys().forEach((key, value) -> names.put(key.name(), value));
            found.put(names.toString(), group.figures());
        }
        return found;
    }

    private static Map<String, UsageFigures> totals(BilledNode node, Set<UsageDimension> by) {
        var selection = new UsageSelection(null, null, null, null);
        var filter = new UsageFilter(null, selection, MARCH, MAY, by, UsageKind.CHARGED, null, 1_000);
        Map<String, UsageFigures> found = new TreeMap<>();
        for (UsageTotal total : node.usage().usage(filter).items()) {
            Map<String, String> names = new TreeMap<>();
            total.keys().forEach((key, value) -> names.put(key.name(), value));
            names.put("METER", total.meter());
            found.put(names.toString(), new UsageFigures(total.units(), total.calls()));
        }
        return found;
    }

    private void comparesWithInvoices(BilledNode node) {
        BigDecimal total = BigDecimal.ZERO;
        for (String license : licenses) {
            List<InsightGroup<UsageFigures>> periods = node.admin()
                    .insights()
                    .usage(by().step(InsightStep.PERIOD).where(InsightDimension.LICENSE, license))
                    .items();
            assertThat(periods).extracting(InsightGroup::from).containsExactly(MARCH, APRIL);
            Invoice march = node.usage().invoice(license, MARCH);
            Invoice april = node.usage().invoice(license, APRIL);
            assertThat(march.closedAt()).isNotNull();
            assertThat(april.closedAt()).isNotNull();
            // Late usage of March is a difference in April.
            assertThat(BigDecimal.valueOf(periods.get(0).figures().units() - LATE))
                    .isEqualByComparingTo(units(march));
            assertThat(BigDecimal.valueOf(periods.get(1).figures().units())).isEqualByComparingTo(units(april));
            assertThat(april.lines()).extracting(Invoice.Line::kind).contains(Kind.DIFFERENCE);
            total = total.add(march.total()).add(april.total());
        }
        assertThat(node.admin().insights().revenue(by()).items())
                .singleElement()
                .satisfies(group -> assertThat(group.figures().invoices()).isEqualTo(2L * licenses.size()))
                .extracting(group -> group.figures().amount())
                .isEqualTo(total);
        assertThat(node.admin().insights().unreadableInvoices()).isZero();
    }

    private static BigDecimal units(Invoice invoice) {
        return invoice.lines().stream()
                .filter(line -> line.kind() == Kind.INCLUDED || line.kind() == Kind.OVERAGE)
                .map(Invoice.Line::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
