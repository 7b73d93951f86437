package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.admin.CustomerInvoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.admin.Licenses.LicenseFilter;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The invoice of a customer for a month that has ended stays as it is; what arrives later is a difference. */
@Tag("4.1.5")
@Tag("4.1.3")
class FinalCustomerInvoiceTest {
    private static final String JUNE = "2026-06-10T00:00:00Z";
    private static final String JULY = "2026-07-10T00:00:00Z";
    private static final String AUGUST = "2026-08-10T00:00:00Z";

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-06-01T00:00:00Z");

    private NodeFixture open(Kept kept) {
        return NodeFixture.of(kept, dir, "2026-06-01T00:00:00Z").start(catalog("shared", 2, "0.50 USD"));
    }

    private static String catalog(String limit, int amount, String unit) {
        return catalog("team@1", limit, amount, unit);
    }

    private static String catalog(String plan, String limit, int amount, String unit) {
        return """
                catalog: weather-api
                plans:
                  other@1: {}
                  %s:
                    limits:
                      %s: { kind: quota, meter: calls, amount: %s, per: P1M, of: customer,
                            overage: { cap: 100, unit-price: %s } }
                """.formatted(plan, limit, amount, unit);
    }

    /** A license, one of two, that brought the customer 3 beyond its amount: 1.50. */
    private static String june(NodeFixture node) {
        String license = node.license("team@1");
        node.calls(node.key(license), 4);
        node.calls(node.key(node.license("team@1")), 1);
        return license;
    }

    private static CustomerInvoice invoice(NodeFixture node, String at) {
        return node.admin().usage().customerInvoice("acme", Instant.parse(at));
    }

    private static String total(NodeFixture node, String at) {
        return invoice(node, at).total().toPlainString();
    }

    private static List<Line> differences(CustomerInvoice invoice) {
        return invoice.lines().stream()
                .filter(line -> line.kind() == Kind.DIFFERENCE)
                .toList();
    }

    private static List<FinalInvoice> stored(NodeFixture node) {
        return node.store.terms().invoices(EngineFixture.ISSUER, FinalInvoice.ofCustomer("acme"));
    }

    @InEveryStore
    void keepsInvoiceThroughEveryEdit(Kept kept) {
        try (NodeFixture node = open(kept)) {
            june(node);
            assertThat(total(node, JUNE)).isEqualTo("1.50");
            assertThat(invoice(node, JUNE).closedAt()).isNull();
            node.clock.set("2026-07-02T00:00:00Z");
            CustomerInvoice june = invoice(node, JUNE);
            assertThat(june.total()).isEqualTo("1.50");
            assertThat(june.closedAt()).isEqualTo("2026-07-02T00:00:00Z");
            assertThat(june.notes()).isEmpty();

            node.edit(catalog("shared", 2, "0.90 USD"));
            assertThat(invoice(node, JUNE)).isEqualTo(june);
            node.edit(catalog("shared", 4, "0.90 USD"));
            assertThat(invoice(node, JUNE)).isEqualTo(june);
            node.edit(catalog("pool", 2, "0.90 USD").replace("{ kind", "{ was: shared, kind"));
            assertThat(invoice(node, JUNE)).isEqualTo(june);
            node.restart(catalog("pool", 1, "0.10 USD"));
            assertThat(invoice(node, JUNE)).isEqualTo(june);
            assertThat(differences(invoice(node, JULY))).isEmpty();
            node.clock.set("2027-07-02T00:00:00Z");
            assertThat(invoice(node, JUNE)).isEqualTo(june);
        }
    }

    @InEveryStore
    void billsByCatalogOfThatTime(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            node.clock.set("2026-07-02T00:00:00Z");
            node.edit(catalog("pool", 1, "1.00 USD").replace("{ kind", "{ was: shared, kind"));
            node.calls(node.key(license), 2);
            node.restart(catalog("new@1", "shared", 9, "7.00 USD"));
            node.clock.set("2026-08-02T00:00:00Z");

            assertThat(total(node, JUNE)).isEqualTo("1.50");
            assertThat(total(node, JULY)).isEqualTo("1.00");
            assertThat(total(node, AUGUST)).isEqualTo("0");
        }
    }

    @InEveryStore
    void correctionOfClosedMonthIsDifferenceOnce(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            node.clock.set("2026-07-02T00:00:00Z");
            node.correct(license, "calls", "3", JUNE);
            assertThat(total(node, JUNE)).isEqualTo("1.50");
            node.edit(catalog("pool", 2, "0.80 USD").replace("{ kind", "{ was: shared, kind"));

            CustomerInvoice july = invoice(node, JULY);
            assertThat(july.total()).isEqualTo("1.50");
            assertThat(differences(july))
                    .singleElement()
                    .satisfies(line -> FinalInvoiceFixture.assertThreeMoreThanBilled(line, "shared"));
            node.restart(catalog("pool", 2, "0.80 USD"));
            assertThat(invoice(node, JULY)).isEqualTo(july);

            node.clock.set("2026-08-02T00:00:00Z");
            assertThat(total(node, JULY)).isEqualTo("1.50");
            assertThat(differences(invoice(node, AUGUST))).isEmpty();
            node.correct(license, "calls", "-6", JUNE);
            assertThat(total(node, JUNE)).isEqualTo("1.50");
            assertThat(total(node, JULY)).isEqualTo("1.50");
            // 5 + 3 − 6 are within the amount: 1.50 and 1.50 too much.
            assertThat(total(node, AUGUST)).isEqualTo("-3.00");
        }
    }

    @InEveryStore
    void lateUsageIsDifference(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            Reservation late = node.begun(node.key(license));
            node.clock.set("2026-07-02T00:00:00Z");
            assertThat(total(node, JUNE)).isEqualTo("1.50");
            late.settle(new Outcome(200, 0));
            node.edit(catalog("shared", 2, "0.90 USD"));

            assertThat(total(node, JUNE)).isEqualTo("1.50");
            assertThat(total(node, JULY)).isEqualTo("0.50");
            node.clock.set("2026-08-02T00:00:00Z");
            assertThat(total(node, JULY)).isEqualTo("0.50");
            assertThat(total(node, AUGUST)).isEqualTo("0");
        }
    }

    @Test
    void lateUsageOfOtherNodeIsDifference() {
        try (NodePair nodes = NodePair.start(dir, clock, catalog("shared", 2, "0.50 USD"))) {
            NodeFixture a = nodes.one();
            NodeFixture b = nodes.two();
            String license = june(a);
            Reservation late = b.begun(a.key(license));
            clock.set("2026-07-02T00:00:00Z");
            assertThat(total(a, JUNE)).isEqualTo("1.50");
            late.settle(new Outcome(200, 0));
            b.tend();
            a.edit(catalog("shared", 2, "0.90 USD"));

            assertThat(total(b, JUNE)).isEqualTo("1.50");
            assertThat(total(b, JULY)).isEqualTo("0.50");
            assertThat(invoice(a, JULY)).isEqualTo(invoice(b, JULY));
            assertThat(stored(a)).hasSize(1);
        }
    }

    @InEveryStore
    void closesInBackground(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            node.clock.set("2026-07-01T00:04:00Z");
            node.tend();
            assertThat(stored(node)).isEmpty();
            node.clock.set("2026-07-01T00:05:00Z");
            node.tend();
            node.tend();
            assertThat(stored(node)).singleElement().satisfies(invoice -> {
                assertThat(invoice.to()).isEqualTo("2026-07-01T00:00:00Z");
                assertThat(invoice.catalogs()).hasSize(1);
            });
            node.admin()
                    .licenses()
                    .list(new LicenseFilter("acme", null, null, 9))
                    .items()
                    .forEach(one -> node.admin().licenses().revoke(one.id(), BY));
            node.clock.set("2026-12-01T00:10:00Z");
            node.tend();
            assertThat(stored(node)).hasSize(2);
            assertThat(total(node, JUNE)).isEqualTo("1.50");
            node.correct(license, "calls", "2", JUNE);
            assertThat(total(node, JUNE)).isEqualTo("1.50");
            assertThat(total(node, "2026-12-02T00:00:00Z")).isEqualTo("1.00");
        }
    }

    @InEveryStore
    void customerWithoutSharedBudgetsHasFinalInvoices(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = node.license("other@1");
            node.clock.set("2026-07-02T00:00:00Z");
            node.tend();
            assertThat(stored(node)).isEmpty();
            CustomerInvoice june = invoice(node, JUNE);
            assertThat(june.lines()).isEmpty();
            assertThat(june.closedAt()).isEqualTo("2026-07-02T00:00:00Z");
            node.admin().licenses().cancel(license, When.NOW, BY);
            assertThat(invoice(node, JUNE)).isEqualTo(june);
            assertThatThrownBy(() -> node.admin().usage().customerInvoice("nobody", null))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @InEveryStore
    void correctionOfEmptyMonthIsDifference(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = node.license("team@1");
            node.clock.set("2026-07-02T00:00:00Z");
            node.correct(license, "calls", "4", JUNE);
            assertThat(total(node, JUNE)).isEqualTo("0");
            assertThat(total(node, JULY)).isEqualTo("1.00");
        }
    }

    @Test
    void nodesCloseEachMonthOnce() {
        try (NodePair nodes = NodePair.start(dir, clock, catalog("shared", 2, "0.50 USD"))) {
            NodeFixture a = nodes.one();
            NodeFixture b = nodes.two();
            june(a);
            a.tend();
            clock.set("2026-07-02T00:00:00Z");
            CustomerInvoice june = invoice(a, JUNE);
            b.edit(catalog("shared", 2, "0.90 USD"));
            b.tend();
            assertThat(invoice(b, JUNE)).isEqualTo(june);
            assertThat(stored(b)).hasSize(1);
        }
    }
}
