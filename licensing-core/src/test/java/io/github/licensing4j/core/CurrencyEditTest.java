package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No edit of a catalog, and no change of licenses on two nodes, brings two currencies into one invoice. */
@Tag("4.1.9")
class CurrencyEditTest {
    private static final String START = "2026-06-10T00:00:00Z";

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock(START);

    private NodeFixture open(Kept kept, String catalog) {
        return NodeFixture.of(kept, dir, START).start(catalog);
    }

    /** A plan with a price and a daily quota with a unit price; an empty text leaves one out. */
    private static String catalog(String plan, String price, String unit) {
        return """
                catalog: weather-api
                plans:
                  free@1: {}
                  %s:
                %s    limits:
                      daily: { kind: quota, meter: calls, amount: 1, per: P1D%s }
                """.formatted(
                        plan,
                        price.isEmpty() ? "" : "    price: { amount: " + price + ", per: P1M }\n",
                        unit.isEmpty() ? "" : ", overage: { cap: 99, unit-price: " + unit + " }");
    }

    private static final String DOLLARS = catalog("pro@1", "10.00 USD", "0.50 USD");
    private static final String EUROS = catalog("pro@1", "10.00 EUR", "0.50 EUR");

    private static void refuses(NodeFixture node, String catalog, String... parts) {
        assertThatThrownBy(() -> node.edit(catalog))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContainingAll(parts);
    }

    @InEveryStore
    void refusesOtherCurrencyOfSoldPlan(Kept kept) {
        try (NodeFixture node = open(kept, DOLLARS)) {
            String license = node.license("pro@1");
            node.calls(node.key(license), 3);
            node.clock.set("2026-06-12T00:00:00Z");
            refuses(node, EUROS, "line 5: plan 'pro@1'", "EUR", "'" + license + "'", "USD", "pro@2");
            assertThat(node.admin().catalogs().check(EUROS).problems())
                    .singleElement()
                    .asString()
                    .contains("pro@2");
            refuses(node, catalog("pro@1", "", "0.50 EUR"), "line 6: plan 'pro@1'");
            node.edit(catalog("pro@1", "", ""));
            refuses(node, EUROS, "USD");
            node.edit(DOLLARS);
            String euros = catalog("pro@2", "10.00 EUR", "0.50 EUR");
            node.edit(DOLLARS + euros.substring(euros.indexOf("  pro@2")));
            assertThat(node.invoice(license, null).total()).isEqualTo("11.00");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES"})
    void refusesToStartWithOtherCurrency(Kept kept) {
        try (NodeFixture node = open(kept, DOLLARS)) {
            String license = node.license("pro@1");
            node.calls(node.key(license), 3);
            node.clock.set("2026-06-12T00:00:00Z");
            node.restart(catalog("pro@1", "", ""));
            node.stop();
            assertThatThrownBy(() -> node.start(EUROS))
                    .isInstanceOf(LicensingException.class)
                    .hasMessageContainingAll("licensing.yaml: line 5: plan 'pro@1'", license, "USD", "pro@2");
            node.restart(DOLLARS);
            assertThat(node.invoice(license, null).total()).isEqualTo("11.00");
        }
    }

    @InEveryStore
    void acceptsOtherCurrencyOfUnsoldPlan(Kept kept) {
        try (NodeFixture node = open(kept, DOLLARS)) {
            String free = node.license("free@1");
            node.edit(EUROS);
            node.edit(DOLLARS);
            String license = node.license("pro@1");
            refuses(node, EUROS, license);
            node.changePlan(license, "free@1", UsageTreatment.FRESH);
            node.clock.set("2026-06-12T00:00:00Z");
            node.edit(EUROS);
            assertThat(node.invoice(free, null).total()).isEqualTo("0");
        }
    }

    @InEveryStore
    void refusesOtherCurrencyThanContract(Kept kept) {
        try (NodeFixture node = open(kept, catalog("pro@1", "", ""))) {
            String license = node.license("pro@1");
            String own = "{\"price\":{\"amount\":\"12.00 USD\",\"per\":\"P1M\"}}";
            node.override(license, own);
            refuses(node, catalog("pro@1", "", "0.50 EUR"), "'" + license + "' is billed in", "USD");
            node.edit(catalog("pro@1", "", "0.50 USD"));
        }
    }

    private static final String SHARED = """
            catalog: weather-api
            plans:
              none@1:
                limits:
                  shared: { kind: quota, meter: calls, amount: 1, per: PER, of: customer }
              usd@1:
                limits:
                  shared: { kind: quota, meter: calls, amount: 1, per: PER, of: customer,
                            overage: { cap: 99, unit-price: 0.50 USD } }
              eur@1:
                limits:
                  shared: { kind: quota, meter: calls, amount: 1, per: PER, of: customer,
                            overage: { cap: 99, unit-price: 0.50 EUR } }
            """;

    @InEveryStore
    void refusesOtherCurrencyOfSharedBudget(Kept kept) {
        String catalog = SHARED.replace("PER", "P1M");
        try (NodeFixture node = open(kept, catalog)) {
            String dollars = node.license("usd@1");
            node.license("none@1");
            refuses(
                    node,
                    catalog.replaceFirst("of: customer }", "of: customer, overage: { cap: 9, unit-price: 1 EUR } }"),
                    "plan 'none@1'",
                    "'" + dollars + "'",
                    "customer 'acme'",
                    "USD");
        }
    }

    private static String create(NodeFixture node, String customer, String plan) {
        return node.admin()
                .licenses()
                .create(NewLicense.of(customer, PlanId.parse(plan)), BY)
                .id();
    }

    @InEveryStore
    void budgetOfYearKeepsCurrency(Kept kept) {
        try (NodeFixture node = open(kept, SHARED.replace("PER", "P1Y"))) {
            String license = node.license("usd@1");
            node.calls(node.key(license), 3);
            node.clock.set("2026-06-20T00:00:00Z");
            node.admin().licenses().cancel(license, When.NOW, BY);
            node.clock.set("2026-09-01T00:00:00Z");
            assertThatThrownBy(() -> node.license("eur@1"))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("expected a plan in USD");
            node.clock.set("2027-01-01T00:00:00Z");
            node.license("eur@1");
            Instant december = Instant.parse("2026-12-10T00:00:00Z");
            assertThat(node.admin().usage().customerInvoice("acme", december).total())
                    .isEqualTo("1.00");
        }
    }

    @InEveryStore
    void monthKeepsCurrencyOfItsDays(Kept kept) {
        try (NodeFixture node = open(kept, SHARED.replace("PER", "P1D"))) {
            String license = node.license("usd@1");
            node.calls(node.key(license), 3);
            node.clock.set("2026-06-12T00:00:00Z");
            PlanChangeRequest move = new PlanChangeRequest(PlanId.parse("eur@1"), When.NOW, UsageTreatment.FRESH);
            assertThatThrownBy(() -> node.admin().licenses().changePlan(license, move, BY))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("USD");
            PlanChangeRequest away = new PlanChangeRequest(PlanId.parse("none@1"), When.NOW, UsageTreatment.FRESH);
            node.admin().licenses().changePlan(license, away, BY);
            assertThatThrownBy(() -> node.admin().licenses().changePlan(license, move, BY))
                    .isInstanceOf(ConflictException.class);
            assertThatThrownBy(() -> node.license("eur@1")).isInstanceOf(ConflictException.class);
            node.clock.set("2026-07-02T00:00:00Z");
            node.admin().licenses().changePlan(license, move, BY);
            Instant june = Instant.parse(START);
            assertThat(node.admin().usage().customerInvoice("acme", june).total())
                    .isEqualTo("1.00");
        }
    }

    /** One of two creations at once is refused, whichever node is first. */
    @Test
    void nodesRefuseSecondCurrencyAtOnce() throws Exception {
        DataSource database = NodeFixture.schema();
        String catalog = SHARED.replace("PER", "P1M");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (NodeFixture a = NodeFixture.node(dir.resolve("a"), clock, database).start(catalog);
                NodeFixture b =
                        NodeFixture.node(dir.resolve("b"), clock, database).start(catalog)) {
            CyclicBarrier both = new CyclicBarrier(2);
            for (int i = 0; i < 20; i++) {
                String customer = "customer-" + i;
                List<Future<String>> made = threads.invokeAll(
                        List.of(creation(both, a, customer, "usd@1"), creation(both, b, customer, "eur@1")));
                List<String> results = new ArrayList<>();
                for (Future<String> one : made) {
                    results.add(one.get());
                }
                assertThat(results).containsExactlyInAnyOrder("made", "refused");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<String> creation(CyclicBarrier both, NodeFixture node, String customer, String plan) {
        return () -> {
            both.await();
            try {
                create(node, customer, plan);
                return "made";
            } catch (ConflictException e) {
                assertThat(e).hasMessageContaining("expected a plan in");
                return "refused";
            }
        };
    }
}
