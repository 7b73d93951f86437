package io.github.licensing4j.core;

import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A limit of one plan whose period a test edits. */
abstract class EditedBackFixture {
    static final String MONTH = "kind: quota, meter: calls, amount: 100, per: P1M";
    static final String DAY = "kind: quota, meter: calls, amount: 100, per: P1D";
    static final String PRICE = "0.10";

    @TempDir
    Path dir;

    final MovableClock clock = new MovableClock("2026-03-10T12:17:00Z");

    static String catalog(String limit) {
        return NodeFixture.freePlan("m: { " + limit + " }");
    }

    NodeFixture open(Kept kept, String catalog) {
        NodeFixture node = NodeFixture.of(kept, dir, clock).start(catalog);
        clock.set("2026-03-10T12:18:00Z");
        return node;
    }

    static String billed(String per, String price) {
        return catalog(per + ", overage: { cap: 1000, unit-price: " + price + " USD }");
    }
}
