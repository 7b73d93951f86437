package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The invoice of a period that has ended stays as it is; what arrives later is a difference in the present period. */
@Tag("4.1.5")
class FinalInvoiceTest extends FinalInvoiceFixture {
    private final MovableClock clock = new MovableClock("2026-06-01T00:00:00Z");

    private static List<Line> lines(Invoice invoice, Kind kind) {
        return invoice.lines().stream().filter(line -> line.kind() == kind).toList();
    }

    @InEveryStore
    void keepsInvoiceThroughEveryEdit(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            assertThat(total(node, license, JUNE)).isEqualTo("11.00");
            assertThat(node.invoice(license, JUNE).closedAt()).isNull();
            node.clock.set("2026-07-02T00:00:00Z");
            Invoice june = node.invoice(license, JUNE);
            assertThat(june.total()).isEqualTo("11.00");
            assertThat(june.closedAt()).isEqualTo("2026-07-02T00:00:00Z");
            assertThat(june.notes()).isEmpty();

            node.edit(catalog("11.00 USD", "0.50 USD"));
            assertThat(node.invoice(license, JUNE)).isEqualTo(june);
            node.edit(catalog("pro@1", "renamed", "10.00 USD", "0.00 USD"));
            assertThat(node.invoice(license, JUNE)).isEqualTo(june);
            node.override(license, "{\"price\":{\"amount\":\"12.00 USD\",\"per\":\"P1M\"}}");
            assertThat(node.invoice(license, JUNE)).isEqualTo(june);
            node.changePlan(license, "other@1", UsageTreatment.FRESH);
            node.restart(catalog("pro@1", "renamed", "10.00 USD", "1.50 USD"));
            assertThat(node.invoice(license, JUNE)).isEqualTo(june);
            node.clock.set("2027-07-02T00:00:00Z");
            assertThat(node.invoice(license, JUNE)).isEqualTo(june);
        }
    }

    @InEveryStore
    void billsByCatalogOfThatTime(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            node.clock.set("2026-07-02T00:00:00Z");
            node.edit(catalog("11.00 USD", "0.50 USD"));
            node.edit(catalog("12.00 USD", "1.00 USD"));
            node.restart(catalog("13.00 USD", "0.00 USD"));
            node.clock.set("2026-08-02T00:00:00Z");
            node.restart(catalog("15.00 USD", "0.00 USD"));

            assertThat(total(node, license, JUNE)).isEqualTo("11.00");
            assertThat(total(node, license, JULY)).isEqualTo("13.00");
            assertThat(total(node, license, "2026-08-02T00:00:00Z")).isEqualTo("15.00");
            assertThat(node.invoice(license, JULY).notes()).isEmpty();
        }
    }

    @InEveryStore
    void correctionOfClosedPeriodIsDifferenceOnce(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            node.clock.set("2026-07-02T00:00:00Z");
            node.correct(license, "calls", "3", JUNE);
            Invoice june = node.invoice(license, JUNE);
            assertThat(june.total()).isEqualTo("11.00");
            assertThat(lines(june, Kind.CORRECTION)).isEmpty();
            node.edit(catalog("10.00 USD", "0.80 USD"));

            Invoice july = node.invoice(license, null);
            assertThat(july.total()).isEqualTo("11.50");
            assertThat(lines(july, Kind.DIFFERENCE))
                    .singleElement()
                    .satisfies(line -> assertThreeMoreThanBilled(line, "monthly"));
            assertThat(lines(july, Kind.CORRECTION)).hasSize(1);
            node.restart(catalog("10.00 USD", "0.80 USD"));
            assertThat(node.invoice(license, null)).isEqualTo(july);

            node.clock.set("2026-08-02T00:00:00Z");
            assertThat(total(node, license, JULY)).isEqualTo("11.50");
            assertThat(lines(node.invoice(license, null), Kind.DIFFERENCE)).isEmpty();
            node.correct(license, "calls", "-5", JUNE);
            assertThat(total(node, license, JUNE)).isEqualTo("11.00");
            assertThat(total(node, license, JULY)).isEqualTo("11.50");
            // 4 + 3 − 5 are within the amount: 1.00 and 1.50 too much.
            Invoice august = node.invoice(license, null);
            assertThat(august.total()).isEqualTo("7.50");
            assertThat(lines(august, Kind.DIFFERENCE))
                    .extracting(Line::amount)
                    .containsExactly(new BigDecimal("-2.50"));
        }
    }

    @InEveryStore
    void lateUsageIsDifference(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            Reservation late = node.begun(node.key(license));
            node.clock.set("2026-07-02T00:00:00Z");
            assertThat(total(node, license, JUNE)).isEqualTo("11.00");
            late.settle(new Outcome(200, 0));
            node.edit(catalog("20.00 USD", "0.90 USD"));

            assertThat(total(node, license, JUNE)).isEqualTo("11.00");
            assertThat(total(node, license, JULY)).isEqualTo("20.50");
            node.clock.set("2026-08-02T00:00:00Z");
            assertThat(total(node, license, JULY)).isEqualTo("20.50");
            assertThat(total(node, license, null)).isEqualTo("20.00");
        }
    }

    @Test
    void lateUsageOfOtherNodeIsDifference() {
        try (NodePair nodes = NodePair.start(dir, clock, catalog("10.00 USD", "0.50 USD"))) {
            NodeFixture a = nodes.one();
            NodeFixture b = nodes.two();
            String license = june(a);
            Reservation late = b.begun(a.key(license));
            clock.set("2026-07-02T00:00:00Z");
            assertThat(total(a, license, JUNE)).isEqualTo("11.00");
            late.settle(new Outcome(200, 0));
            b.tend();
            a.edit(catalog("20.00 USD", "0.90 USD"));

            Invoice july = b.invoice(license, JULY);
            assertThat(total(b, license, JUNE)).isEqualTo("11.00");
            assertThat(july.total()).isEqualTo("10.50");
            assertThat(lines(july, Kind.DIFFERENCE)).extracting(Line::amount).containsExactly(new BigDecimal("0.50"));
            assertThat(total(a, license, JULY)).isEqualTo("20.50");
        }
    }

    @InEveryStore
    void closesInBackground(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = june(node);
            node.clock.set("2026-07-01T00:04:00Z");
            node.tend();
            assertThat(stored(node, license)).isEmpty();
            node.clock.set("2026-07-01T00:05:00Z");
            node.tend();
            node.tend();
            assertThat(stored(node, license)).singleElement().satisfies(invoice -> {
                assertThat(invoice.to()).isEqualTo("2026-07-01T00:00:00Z");
                assertThat(invoice.catalogs()).hasSize(1);
            });
            node.admin().licenses().cancel(license, When.NOW, BY);
            node.clock.set("2027-07-01T00:10:00Z");
            node.tend();
            assertThat(stored(node, license)).hasSize(2);
            assertThat(total(node, license, "2026-09-10T00:00:00Z")).isEqualTo("0");
        }
    }

    private static List<FinalInvoice> stored(NodeFixture node, String license) {
        return node.store.terms().invoices(EngineFixture.ISSUER, FinalInvoice.ofLicense(license));
    }

    @Test
    void nodesCloseEachPeriodOnce() {
        try (NodePair nodes = NodePair.start(dir, clock, catalog("10.00 USD", "0.50 USD"))) {
            NodeFixture a = nodes.one();
            NodeFixture b = nodes.two();
            String license = june(a);
            a.tend();
            clock.set("2026-07-02T00:00:00Z");
            Invoice june = a.invoice(license, JUNE);
            b.edit(catalog("12.00 USD", "0.50 USD"));
            b.tend();
            assertThat(b.invoice(license, JUNE)).isEqualTo(june);
            assertThat(stored(b, license)).hasSize(1);
        }
    }
}
