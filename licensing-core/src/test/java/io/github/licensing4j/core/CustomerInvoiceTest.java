package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.BilledNode.Kept;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Overage of a budget that the licenses of a customer share is billed once, to the customer. */
@Tag("4.1.3")
class CustomerInvoiceTest {
    private static final String CATALOG = """
            catalog: weather-api
            plans:
              team@1:
                limits:
                  shared: { kind: quota, meter: calls, amount: 3, per: P1M, of: customer,
                            overage: { cap: 50, unit-price: 0.50 USD } }
              large@1:
                limits:
                  shared: { kind: quota, meter: calls, amount: 5, per: P1M, of: customer,
                            overage: { cap: 20, unit-price: 0.40 USD } }
              pooled@1:
                limits:
                  pool: { was: shared, kind: quota, meter: calls, amount: 2, per: P1M, of: customer,
                          overage: { cap: 9, unit-price: 0.60 USD } }
              euro@1:
                limits:
                  shared: { kind: quota, meter: calls, amount: 3, per: P1M, of: customer,
                            overage: { cap: 50, unit-price: 0.50 EUR } }
            """;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    private BilledNode node(String name, Store store) {
        return new BilledNode(dir, name, CATALOG, clock, store);
    }

    private static CustomerInvoice invoice(BilledNode node, String within) {
        return node.usage().customerInvoice("acme", Instant.parse(within));
    }

    @ParameterizedTest
    @EnumSource
    void billsSharedBudgetOnce(Kept kept) {
        Supplier<Store> stores = kept.stores(dir);
        String one;
        try (BilledNode node = node("one", stores.get())) {
            one = node.license("acme", "team@1");
            String two = node.license("acme", "team@1");
            String stranger = node.license("other", "team@1");
            node.calls(4, node.key(one).key(), null);
            node.calls(3, node.key(two).key(), null);
            node.calls(1, node.key(stranger).key(), null);
            node.usage().correct(two, new CorrectionRequest("calls", BigDecimal.ONE, null), BY);
            assertBilled(node, one, two);
        }
        try (BilledNode again = node("one", stores.get())) {
            assertThat(invoice(again, "2026-03-31T23:59:59Z").total()).isEqualByComparingTo("2.50");
            clock.set("2026-04-02T00:00:00Z");
            assertThat(invoice(again, "2026-03-31T23:59:59Z").total()).isEqualByComparingTo("2.50");
            assertThat(invoice(again, "2026-04-02T00:00:00Z").lines()).isEmpty();
        }
    }

    /** 8 units beyond 3 included are 5 at 0.50. */
    private static void assertBilled(BilledNode node, String one, String two) {
        CustomerInvoice invoice = invoice(node, "2026-03-10T12:00:00Z");
        assertThat(invoice.total()).isEqualByComparingTo("2.50");
        assertThat(invoice.from()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(invoice.to()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(invoice.lines())
                .extracting(line -> line.kind() + " " + line.quantity().toPlainString() + " " + line.amount())
                .containsExactly("INCLUDED 3 0.00", "OVERAGE 5 2.50");
        for (String license : new String[] {one, two}) {
            assertThat(node.usage().invoice(license, null).total()).isEqualByComparingTo("0");
            assertThat(node.usage().invoice(license, null).notes())
                    .singleElement()
                    .asString()
                    .contains("'shared'", "invoice of the customer");
        }
        assertThat(node.usage().customerLimits("acme")).singleElement().satisfies(outlook -> {
            assertThat(outlook.status().used()).isEqualTo(8);
            assertThat(outlook.overage()).isEqualTo(5);
            assertThat(outlook.cost()).hasToString("2.50 USD");
        });
        assertThat(node.usage().reconcile().differences()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE", mode = Mode.EXCLUDE)
    void billsCallsOfEveryNode(Kept kept) {
        Supplier<Store> stores = kept.stores(dir);
        try (BilledNode one = node("one", stores.get());
                BilledNode two = node("two", stores.get())) {
            String license = one.license("acme", "team@1");
            String secret = one.key(license).key();
            one.calls(3, secret, null);
            two.tend();
            two.calls(2, secret, null);
            two.usage().customerInvoice("acme", null);
            assertThat(invoice(one, "2026-03-10T12:00:00Z").total()).isEqualByComparingTo("1.00");
        }
    }

    @Test
    void billsBestTermsOfLicenses() {
        try (BilledNode node = node("one", Kept.IN_MEMORY.stores(dir).get())) {
            String small = node.license("acme", "team@1");
            String large = node.license("acme", "large@1");
            node.calls(7, node.key(small).key(), null);
            // 5 are included by the larger license, and 2 cost 0.40 each.
            assertThat(invoice(node, "2026-03-10T12:00:00Z").total()).isEqualByComparingTo("0.80");
            assertThat(node.usage().outlook(small)).singleElement().satisfies(outlook -> {
                assertThat(outlook.status().limit()).hasFieldOrPropertyWithValue("amount", 3L);
                assertThat(outlook.cost()).hasToString("0.80 USD");
            });
            node.admin().licenses().revoke(large, BY);
            assertThat(node.usage().customerLimits("acme"))
                    .singleElement()
                    .satisfies(
                            outlook -> assertThat(outlook.status().remaining()).isEqualTo(46));
        }
    }

    @Test
    void countsRenamedBudgetOnce() {
        try (BilledNode node = node("one", Kept.IN_MEMORY.stores(dir).get())) {
            String small = node.license("acme", "team@1");
            String pooled = node.license("acme", "pooled@1");
            node.calls(3, node.key(small).key(), null);
            node.calls(3, node.key(pooled).key(), null);
            assertThat(invoice(node, "2026-03-10T12:00:00Z").total()).isEqualByComparingTo("1.50");
            assertThat(node.usage().customerLimits("acme"))
                    .singleElement()
                    .satisfies(outlook -> assertThat(outlook.cost()).hasToString("1.50 USD"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void billsByTermsAtEndOfPeriod(Kept kept) {
        Supplier<Store> stores = kept.stores(dir);
        try (BilledNode node = node("one", stores.get())) {
            String license = node.license("acme", "team@1");
            node.calls(8, node.key(license).key(), null);
            assertThat(invoice(node, "2026-03-10T12:00:00Z").total()).isEqualByComparingTo("2.50");
            node.admin()
                    .licenses()
                    .changePlan(
                            license,
                            new PlanChangeRequest(PlanId.parse("large@1"), When.NOW, UsageTreatment.CARRY),
                            BY);
            assertThat(invoice(node, "2026-03-10T12:00:00Z").total()).isEqualByComparingTo("1.20");
        }
        try (BilledNode again = node("one", stores.get())) {
            clock.set("2026-04-05T00:00:00Z");
            assertThat(invoice(again, "2026-03-10T12:00:00Z").total()).isEqualByComparingTo("1.20");
        }
    }

    @Test
    void refusesSecondCurrencyForCustomer() {
        try (BilledNode node = node("one", Kept.IN_MEMORY.stores(dir).get())) {
            String license = node.license("acme", "team@1");
            assertThatThrownBy(() -> node.license("acme", "euro@1"))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContainingAll("'acme'", "USD", "EUR", license);
            String other = node.license("acme", "large@1");
            PlanChangeRequest toEuro = new PlanChangeRequest(PlanId.parse("euro@1"), When.NOW, UsageTreatment.FRESH);
            assertThatThrownBy(() -> node.admin().licenses().changePlan(other, toEuro, BY))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContainingAll("USD", "EUR", license);
            node.license("other", "euro@1");
            // It is on the invoice of the month in which it ends.
            node.admin().licenses().revoke(license, BY);
            assertThatThrownBy(() -> node.admin().licenses().changePlan(other, toEuro, BY))
                    .isInstanceOf(ConflictException.class);
            clock.set("2026-04-01T00:00:00Z");
            node.admin().licenses().changePlan(other, toEuro, BY);
            assertThatThrownBy(() -> node.usage().customerInvoice("nobody", null))
                    .isInstanceOf(NotFoundException.class);
        }
    }
}
