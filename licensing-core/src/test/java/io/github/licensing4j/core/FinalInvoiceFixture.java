package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.NodeFixture.Kept;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** A license whose catalog has a price and a unit price. */
abstract class FinalInvoiceFixture {
    static final String JUNE = "2026-06-10T00:00:00Z";
    static final String JULY = "2026-07-10T00:00:00Z";

    @TempDir
    Path dir;

    NodeFixture open(Kept kept) {
        return NodeFixture.of(kept, dir, "2026-06-01T00:00:00Z").start(catalog("10.00 USD", "0.50 USD"));
    }

    static String catalog(String price, String unit) {
        return catalog("pro@1", "monthly", price, unit);
    }

    static String catalog(String plan, String limit, String price, String unit) {
        return """
                catalog: weather-api
                plans:
                  other@1:
                    price: { amount: 3.00 USD, per: P1M }
                    limits:
                      monthly: { kind: quota, meter: calls, amount: 9, per: P1M }
                  %s:
                    price: { amount: %s, per: P1M }
                    limits:
                      %s: { kind: quota, meter: calls, amount: 2, per: P1M, overage: { cap: 100, unit-price: %s } }
                """.formatted(plan, price, limit, unit);
    }

    /** A license that has used 2 beyond its amount: 10.00 and 1.00. */
    static String june(NodeFixture node) {
        String license = node.license("pro@1");
        node.calls(node.key(license), 4);
        return license;
    }

    /** Asserts the difference of three calls in June that were corrected after its invoice was final. */
    static void assertThreeMoreThanBilled(Line line, String limit) {
        assertThat(line.quantity()).isEqualByComparingTo("3");
        assertThat(line.amount()).isEqualTo("1.50");
        assertThat(line.description())
                .isEqualTo(limit + ": 3 calls more than billed for 2026-06-01T00:00:00Z to 2026-07-01T00:00:00Z");
    }

    static String total(NodeFixture node, String license, @Nullable String at) {
        return node.invoice(license, at).total().toPlainString();
    }
}
