package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.NodeFixture.Kept;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A limit whose period is edited, and edited back, bills each unit once, on the terms under which it was used. */
@Tag("4.1.7")
class EditedBackLimitTest extends EditedBackFixture {
    /** Edits the month to a day and back, with 50, 180 and 1 calls, and returns the key of the calls. */
    private String editedBack(NodeFixture node, String license) {
        String key = node.key(license);
        node.calls(key, 50);
        clock.set("2026-03-12T05:00:00Z");
        node.edit(billed(DAY, PRICE));
        node.calls(key, 90);
        clock.set("2026-03-13T05:00:00Z");
        node.calls(key, 90);
        node.edit(billed(MONTH, PRICE));
        node.calls(key, 1);
        return key;
    }

    @InEveryStore
    void includesOwnUsageFirstAfterEditBack(Kept kept) {
        try (NodeFixture node = open(kept, billed(MONTH, PRICE))) {
            String license = node.license("free@1");
            String key = editedBack(node, license);
            String within = "2026-03-13T05:00:00Z";
            assertThat(node.invoice(license, within).total()).isEqualTo("0.10");
            node.restart(billed(MONTH, PRICE));
            node.calls(key, 2);
            assertThat(node.invoice(license, within).total()).isEqualTo("0.30");
            clock.set("2026-03-14T05:00:00Z");
            node.edit(billed(DAY, PRICE));
            node.calls(key, 7);
            clock.set("2026-03-15T05:00:00Z");
            node.restart(billed(MONTH, PRICE));
            assertThat(node.invoice(license, within).total()).isEqualTo("0.30");
            node.calls(key, 4);
            assertThat(node.invoice(license, within).total()).isEqualTo("0.70");
            assertThat(node.invoice(license, within).notes()).isEmpty();
            clock.set("2026-04-11T00:00:00Z");
            assertThat(node.invoice(license, within).total()).isEqualTo("0.70");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "SQLITE"})
    void eachStretchKeepsItsPrice(Kept kept) {
        try (NodeFixture node = open(kept, billed(MONTH, PRICE))) {
            String license = node.license("free@1");
            String key = node.key(license);
            String within = "2026-03-13T05:00:00Z";
            node.calls(key, 120);
            clock.set("2026-03-12T05:00:00Z");
            node.edit(billed(DAY, "0.20"));
            node.calls(key, 110);
            clock.set("2026-03-12T06:00:00Z");
            node.edit(billed(MONTH, "0.40"));
            // 20 at 0.10 and 10 at 0.20, and so before and after the first call of the month.
            assertThat(node.invoice(license, within).total()).isEqualTo("4.00");
            node.calls(key, 3);
            assertThat(node.invoice(license, within).total()).isEqualTo("5.20");
            clock.set("2026-03-12T07:00:00Z");
            node.edit(billed(DAY, "0.80"));
            node.calls(key, 1);
            assertThat(node.invoice(license, within).total()).isEqualTo("6.00");
        }
    }

    @Test
    void unusedCounterIsBilledOnTermsAfterEditBack() {
        try (NodeFixture node = open(Kept.SQLITE, billed(MONTH, PRICE))) {
            String license = node.license("free@1");
            clock.set("2026-03-12T05:00:00Z");
            node.edit(billed(DAY, "0.20"));
            clock.set("2026-03-12T06:00:00Z");
            node.edit(billed(MONTH, "0.40"));
            node.calls(node.key(license), 103);
            assertThat(node.invoice(license, "2026-03-12T07:00:00Z").total()).isEqualTo("1.20");
        }
    }

    @Test
    void subtractsCorrectionsFromLatestUsage() {
        try (NodeFixture node = open(Kept.SQLITE, billed(MONTH, PRICE))) {
            String license = node.license("free@1");
            String key = node.key(license);
            String within = "2026-03-13T05:00:00Z";
            clock.set("2026-03-12T05:00:00Z");
            node.calls(key, 120);
            clock.set("2026-03-12T06:00:00Z");
            node.edit(billed(DAY, PRICE));
            node.calls(key, 5);
            node.correct(license, "-2");
            assertThat(node.invoice(license, within).total()).isEqualTo("2.30");
            clock.set("2026-03-12T07:00:00Z");
            node.edit(billed(MONTH, PRICE));
            node.calls(key, 4);
            assertThat(node.invoice(license, within).total()).isEqualTo("2.70");
            node.correct(license, "-10");
            // 117 are left, of which the day has billed 3 and the month 14.
            assertThat(node.invoice(license, within).total()).isEqualTo("1.70");
            node.correct(license, "20");
            assertThat(node.invoice(license, within).total()).isEqualTo("3.70");
        }
    }

    @Test
    void renamedLimitIsBilledOnceThroughEdits() {
        String overage = ", overage: { cap: 1000, unit-price: 0.10 USD } }";
        String renamed = "mm: { was: m, " + DAY + overage;
        String back = "mmm: { was: mm, " + MONTH + overage;
        try (NodeFixture node = open(Kept.SQLITE, billed(MONTH, PRICE))) {
            String license = node.license("free@1");
            String key = node.key(license);
            String within = "2026-03-13T05:00:00Z";
            node.calls(key, 70);
            clock.set("2026-03-12T06:00:00Z");
            node.edit(NodeFixture.freePlan(renamed));
            node.calls(key, 60);
            clock.set("2026-03-12T07:00:00Z");
            node.restart(NodeFixture.freePlan(back));
            node.calls(key, 2);
            assertThat(node.used(license, "mmm")).isEqualTo(132);
            assertThat(node.invoice(license, within).total()).isEqualTo("0.20");
            assertThat(node.invoice(license, within).notes()).isEmpty();
        }
    }

    @Test
    void finalInvoiceIsUnchangedByEditBack() {
        String quarter = MONTH.replace("P1M", "P3M");
        String price = "    price: { amount: 1.00 USD, per: P1M }\n    limits:";
        try (NodeFixture node = NodeFixture.of(Kept.SQLITE, dir, clock)
                .start(billed(quarter, PRICE).replace("    limits:", price))) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.calls(key, 120);
            clock.set("2026-03-12T06:00:00Z");
            node.edit(billed(DAY, PRICE).replace("    limits:", price));
            node.calls(key, 1);
            clock.set("2026-04-12T06:00:00Z");
            assertThat(node.invoice(license, "2026-03-13T05:00:00Z").closedAt()).isNotNull();
            assertThat(node.invoice(license, "2026-03-13T05:00:00Z").total()).isEqualTo("3.00");
            node.edit(billed(quarter, PRICE).replace("    limits:", price));
            node.calls(key, 3);
            assertThat(node.invoice(license, "2026-04-13T05:00:00Z").total()).isEqualTo("1.00");
            clock.set("2026-07-12T06:00:00Z");
            assertThat(node.invoice(license, "2026-03-13T05:00:00Z").total()).isEqualTo("3.00");
            assertThat(node.invoice(license, "2026-04-13T05:00:00Z").total()).isEqualTo("1.00");
            assertThat(node.invoice(license, "2026-05-13T05:00:00Z").total()).isEqualTo("1.30");
            assertThat(node.invoice(license, "2026-05-13T05:00:00Z").notes()).isEmpty();
        }
    }

    @Test
    void otherNodeCountsOnAfterEditBack() {
        DataSource database = NodeFixture.schema();
        try (NodeFixture one =
                NodeFixture.node(dir.resolve("one"), clock, database).start(billed(MONTH, PRICE))) {
            clock.set("2026-03-10T12:18:00Z");
            String license = one.license("free@1");
            String key = editedBack(one, license);
            String within = "2026-03-13T05:00:00Z";
            // An invoice brings what its node has counted to the database.
            assertThat(one.invoice(license, within).total()).isEqualTo("0.10");
            try (NodeFixture two =
                    NodeFixture.node(dir.resolve("two"), clock, database).start(billed(MONTH, PRICE))) {
                two.calls(key, 2);
                assertThat(two.invoice(license, within).total()).isEqualTo("0.30");
            }
            assertThat(one.invoice(license, within).total()).isEqualTo("0.30");
            one.calls(key, 1);
            assertThat(one.invoice(license, within).total()).isEqualTo("0.40");
        }
    }
}
