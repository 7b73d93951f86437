package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.admin.Insights;
import io.github.licensing4j.core.BilledNode.Kept;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.admin.InsightMaintenance;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A final invoice that cannot be read is left out of the figures of revenue, which say so. */
class UnreadableInvoiceTest {
    private static final String CATALOG = """
            catalog: unreadable
            plans:
              pro@1: { price: { amount: 49.00 USD, per: P1M } }
            """;
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource
    void leavesOutWhatCannotBeRead(Kept kept) {
        Store store = kept.stores(dir).get();
        try (BilledNode node = new BilledNode(dir, "a", CATALOG, clock, store)) {
            node.license("acme", "pro@1");
            // More than are read at once, and before all others.
            for (int i = 0; i < 250; i++) {
                close(store, "license/a" + i, "{\"not\": \"an invoice\"}");
            }
            close(store, "license/zzz", "");
            clock.set("2026-04-02T00:00:00Z");
            node.tend();

            Insights insights = node.admin().insights();
            InsightFilter march = InsightFilter.groupedBy(InsightDimension.PLAN).between(MARCH, APRIL);
            assertThat(insights.revenue(march).items()).singleElement().satisfies(group -> {
                assertThat(group.keys()).containsEntry(InsightDimension.PLAN, "pro@1");
                assertThat(group.figures().amount()).isEqualByComparingTo("49.00");
                assertThat(group.figures().invoices()).isEqualTo(1);
            });
            assertThat(insights.unreadableInvoices()).isEqualTo(251);
            InsightMaintenance maintenance =
                    ((Administration) node.admin()).insightMaintenance().orElseThrow();
            assertThat(maintenance.health().status()).isEqualTo(Health.Status.DEGRADED);
            assertThat(maintenance.health().toString()).contains("leaves out 251 final invoices");
        }
    }

    private static void close(Store store, String subject, String document) {
        assertThat(store.terms()
                        .close(new FinalInvoice(
                                EngineFixture.ISSUER, subject, MARCH, APRIL, Set.of(), APRIL, document)))
                .isTrue();
    }
}
