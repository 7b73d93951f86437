package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static io.github.licensing4j.core.BilledNode.CALL;
import static io.github.licensing4j.core.BilledNode.TOKENS;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightOrder;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.core.BilledNode.Kept;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Figures over time are those of the usage query, of the ledger and of the invoices, with corrections, a change of plan and a journal
 * that arrives late.
 */
class InsightsTest {
    private static final String CATALOG = """
            catalog: figures
            meters:
              tokens: { unit: token }
            plans:
              pro@1:
                price: { amount: 49.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 10, per: P1M, overage: { cap: 20, unit-price: 0.50 USD } }
              max@1:
                price: { amount: 99.00 USD, per: P1M }
                limits:
                  monthly: { kind: quota, meter: calls, amount: 100, per: P1M }
            """;
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-01T00:00:00Z");

    private @Nullable Store store;

    private Store store() {
        return Objects.requireNonNull(store);
    }

    private BilledNode node(Kept kept) {
        store = kept.stores(dir).get();
        return new BilledNode(dir, "a", CATALOG, clock, store());
    }

    /** The licenses of two months: one changes its plan, and all are corrected or get a late journal. */
    private record Scenario(BilledNode node, String acme, String other) {}

    private Scenario twoMonths(Kept kept) {
        BilledNode node = node(kept);
        String acme = node.license("acme", "pro@1");
        String other = node.license("other", "pro@1");
        String key = node.key(acme).key();
        clock.set("2026-03-10T12:30:00Z");
        node.calls(13, key, null);
        node.calls(2, node.key(other).key(), null);
        node.usage().correct(acme, new CorrectionRequest("calls", BigDecimal.valueOf(4), null), BY);
        clock.set("2026-03-31T23:59:00Z");
        node.calls(1, key, null);
        clock.set("2026-04-02T00:00:00Z");
        node.tend();
        node.admin()
                .licenses()
                .changePlan(acme, new PlanChangeRequest(PlanId.parse("max@1"), When.NOW, UsageTreatment.CARRY), BY);
        node.tend();
        node.calls(20, key, null);
        node.usage().correct(acme, new CorrectionRequest("calls", BigDecimal.valueOf(-3), null), BY);
        commitLate(other);
        return new Scenario(node, acme, other);
    }

    /** Stores a journal of March that arrives in April. */
    private void commitLate(String other) {
        UsageRow late = new UsageRow(
                new LicenseId(EngineFixture.ISSUER, other),
                "other",
                PlanId.parse("pro@1"),
                "calls",
                new UsageRow.Origin("", "GET /late", 2),
                UsageKind.CHARGED,
                Instant.parse("2026-03-20T05:00:00Z").toEpochMilli(),
                7,
                7);
        assertThat(store().usage().commit(batch(new UsageSource("late", 1), 0, 7, late)))
                .isTrue();
    }

    private static InsightFilter by(Instant from, Instant to, InsightDimension... by) {
        return InsightFilter.groupedBy(by).between(from, to);
    }

    @ParameterizedTest
    @EnumSource
    void equalsUsageQueryAndLedger(Kept kept) {
        Scenario scenario = twoMonths(kept);
        try (BilledNode node = scenario.node) {
            for (Set<UsageDimension> by : List.of(
                    Set.<UsageDimension>of(),
                    Set.of(UsageDimension.PLAN),
                    Set.of(UsageDimension.CUSTOMER, UsageDimension.LICENSE),
                    Set.of(UsageDimension.ENDPOINT, UsageDimension.STATUS, UsageDimension.FEATURE))) {
                assertThat(figures(node, null, by)).as("%s", by).isEqualTo(totals(node, null, by));
                assertThat(figures(node, scenario.acme, by)).as("%s", by).isEqualTo(totals(node, scenario.acme, by));
            }
            long inLedger = store().usage().balances(null, 100).items().stream()
                    .mapToLong(balance -> balance.billed())
                    .sum();
            assertThat(figures(node, null, Set.of()).values())
                    .extracting(UsageFigures::units)
                    .containsExactly(inLedger)
                    .containsExactly(13L + 2 + 4 + 1 + 20 - 3 + 7);
        }
    }

    private static Map<String, UsageFigures> figures(
            BilledNode node, @Nullable String license, Set<UsageDimension> by) {
        InsightFilter filter = by(
                MARCH,
                MAY,
                by.stream().map(one -> InsightDimension.valueOf(one.name())).toArray(InsightDimension[]::new));
        Map<String, UsageFigures> found = new TreeMap<>();
        node.admin()
                .insights()
                .usage(license == null ? filter : filter.where(InsightDimension.LICENSE, license))
                .items()
                .forEach(group -> {
                    Map<String, String> keys = new TreeMap<>();
                    group.keys().forEach((key, value) -> keys.put(key.name(), value));
                    found.put(keys.toString(), group.figures());
                });
        return found;
    }

    private static Map<String, UsageFigures> totals(BilledNode node, @Nullable String license, Set<UsageDimension> by) {
        var selection = new UsageSelection(license, null, null, null);
        var filter = new UsageFilter(null, selection, MARCH, MAY, by, UsageKind.CHARGED, null, 1_000);
        Map<String, UsageFigures> found = new TreeMap<>();
        for (UsageTotal total : node.usage().usage(filter).items()) {
            Map<String, String> keys = new TreeMap<>();
            total.keys().forEach((key, value) -> keys.put(key.name(), value));
            keys.put("METER", total.meter());
            found.put(keys.toString(), new UsageFigures(total.units(), total.calls()));
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void equalsInvoices(Kept kept) {
        Scenario scenario = twoMonths(kept);
        try (BilledNode node = scenario.node) {
            Invoice march = node.usage().invoice(scenario.acme, MARCH);
            assertThat(march.closedAt()).isNotNull();
            BigDecimal billed = march.lines().stream()
                    .filter(line -> line.kind() == Kind.INCLUDED || line.kind() == Kind.OVERAGE)
                    .map(Invoice.Line::quantity)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            InsightFilter ofAcme = by(MARCH, MAY).where(InsightDimension.LICENSE, scenario.acme);
            List<InsightGroup<UsageFigures>> periods = node.admin()
                    .insights()
                    .usage(ofAcme.step(InsightStep.PERIOD))
                    .items();
            assertThat(periods).extracting(InsightGroup::from).containsExactly(MARCH, APRIL);
            assertThat(BigDecimal.valueOf(periods.get(0).figures().units()))
                    .isEqualByComparingTo(billed)
                    .isEqualByComparingTo("18");

            checkRevenue(scenario, march);
        }
    }

    private void checkRevenue(Scenario scenario, Invoice march) {
        BilledNode node = scenario.node;
        clock.set("2026-05-02T00:00:00Z");
        node.tend();
        BigDecimal total = BigDecimal.ZERO;
        for (String license : List.of(scenario.acme, scenario.other)) {
            for (Instant period : List.of(MARCH, APRIL)) {
                total = total.add(node.usage().invoice(license, period).total());
            }
        }
        BigDecimal sum = revenue(node, InsightStep.RANGE).stream()
                .map(group -> group.figures().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(total).isGreaterThan(new BigDecimal("246"));
        assertThat(revenue(node, InsightStep.PERIOD, InsightDimension.PLAN))
                .extracting(group -> group.from() + " " + group.keys().get(InsightDimension.PLAN))
                .containsExactly(MARCH + " pro@1", APRIL + " max@1", APRIL + " pro@1");
        BigDecimal ofMarch = revenue(node, InsightStep.PERIOD, InsightDimension.CUSTOMER).stream()
                .filter(group ->
                        MARCH.equals(group.from()) && "acme".equals(group.keys().get(InsightDimension.CUSTOMER)))
                .map(group -> group.figures().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(ofMarch).isEqualTo(march.total()).isEqualTo("53.00");
    }

    private static List<InsightGroup<RevenueFigures>> revenue(
            BilledNode node, InsightStep step, InsightDimension... by) {
        return node.admin().insights().revenue(by(MARCH, MAY, by).step(step)).items();
    }

    @ParameterizedTest
    @EnumSource
    void countsActiveCustomers(Kept kept) {
        Scenario scenario = twoMonths(kept);
        try (BilledNode node = scenario.node) {
            node.license("idle", "pro@1");
            assertThat(node.admin()
                            .insights()
                            .customers(by(MARCH, MAY, InsightDimension.PLAN).step(InsightStep.PERIOD))
                            .items())
                    .extracting(InsightGroup::from, InsightGroup::keys, InsightGroup::figures)
                    .containsExactly(
                            tuple(MARCH, Map.of(InsightDimension.PLAN, "pro@1"), new CustomerFigures(2, 2)),
                            tuple(APRIL, Map.of(InsightDimension.PLAN, "max@1"), new CustomerFigures(1, 1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsRefusalsAndLatency(Kept kept) {
        try (BilledNode node = node(kept)) {
            String license = node.license("acme", "pro@1");
            String key = node.key(license).key();
            int granted = 0;
            while (granted < 100 && node.call(key, null, CALL).equals("granted")) {
                granted++;
            }
            assertThat(node.call("lk_wrong", null, TOKENS)).isEqualTo("not identified");
            long calls = granted;
            List<InsightGroup<RefusalFigures>> refusals = node.admin()
                    .insights()
                    .refusals(by(MARCH, APRIL, InsightDimension.CODE, InsightDimension.LICENSE, InsightDimension.PLAN)
                            .order(InsightOrder.LARGEST))
                    .items();
            assertThat(refusals)
                    .filteredOn(group -> "quota-exhausted".equals(group.keys().get(InsightDimension.CODE)))
                    .singleElement()
                    .satisfies(group -> {
                        assertThat(group.keys())
                                .containsEntry(InsightDimension.LICENSE, license)
                                .containsEntry(InsightDimension.PLAN, "pro@1");
                        // The fixture decides a refused call twice.
                        assertThat(group.figures()).isEqualTo(new RefusalFigures(2, 0));
                    });
            assertThat(node.admin()
                            .insights()
                            .latency(by(MARCH, APRIL, InsightDimension.ENDPOINT))
                            .items())
                    .singleElement()
                    .satisfies(group -> assertThat(group.figures().calls()).isEqualTo(calls));
        }
    }

    @Test
    void rejectsImpossibleFilters() {
        try (BilledNode node = node(Kept.IN_MEMORY)) {
            InsightFilter march = by(MARCH, APRIL);
            for (InsightFilter wrong : List.of(
                    by(APRIL, MAY),
                    by(MARCH, APRIL, InsightDimension.CODE),
                    march.where(InsightDimension.METER, "unknown"),
                    march.where(InsightDimension.PLAN, "pro"),
                    march.where(InsightDimension.STATUS, "200"),
                    march.page("x", 10),
                    march.page(null, 0),
                    march.page(null, 1_001),
                    by(MARCH.minusSeconds(86_400L * 1_200), APRIL),
                    by(MARCH.minusSeconds(86_400L * 40), APRIL).step(InsightStep.HOUR))) {
                assertThatThrownBy(() -> node.admin().insights().usage(wrong))
                        .as("%s", wrong)
                        .isInstanceOf(InvalidFieldException.class);
            }
            assertThatThrownBy(() -> node.admin().insights().revenue(march.step(InsightStep.DAY)))
                    .isInstanceOf(InvalidFieldException.class);
            assertThatThrownBy(() -> node.admin().insights().customers(by(MARCH, APRIL, InsightDimension.CUSTOMER)))
                    .isInstanceOf(InvalidFieldException.class);
        }
    }
}
