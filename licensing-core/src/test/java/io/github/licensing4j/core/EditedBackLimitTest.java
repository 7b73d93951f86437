package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A limit whose period is edited, and edited back, bills each unit once, on the terms under which it was used. */
@Tag("4.1.7")
class EditedBackLimitTest {
    private static final String MONTH = "kind: quota, meter: calls, amount: 100, per: P1M";
    private static final String DAY = "kind: quota, meter: calls, amount: 100, per: P1D";
    private static final String PRICE = "0.10";

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:17:00Z");

    private static String catalog(String limit) {
        return NodeFixture.freePlan("m: { " + limit + " }");
    }

    private NodeFixture open(Kept kept, String catalog) {
        NodeFixture node = NodeFixture.of(kept, dir, clock).start(catalog);
        clock.set("2026-03-10T12:18:00Z");
        return node;
    }

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

    private static String billed(String per, String price) {
        return catalog(per + ", overage: { cap: 1000, unit-price: " + price + " USD }");
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

    @InEveryStore
    @Tag("4.1.3")
    void customerIsBilledOnceThroughEdits(Kept kept) {
        String shared = ", of: customer";
        try (NodeFixture node = open(kept, billed(MONTH + shared, PRICE))) {
            String one = node.key(node.license("free@1"));
            String two = node.key(node.license("free@1"));
            clock.set("2026-03-10T14:00:00Z");
            node.calls(one, 60);
            node.calls(two, 60);
            node.edit(billed(DAY + shared, "0.20"));
            node.calls(two, 5);
            assertThat(node.customer("acme").total()).isEqualByComparingTo("3.00");
            assertThat(node.customer("acme").notes()).noneMatch(note -> note.contains("nothing is billed"));
            clock.set("2026-03-10T15:00:00Z");
            node.restart(billed(MONTH + shared, "0.40"));
            node.calls(one, 2);
            assertThat(node.customer("acme").total()).isEqualByComparingTo("3.80");
            assertThat(node.customer("acme").notes()).noneMatch(note -> note.contains("nothing is billed"));
        }
    }

    @Test
    @Tag("4.1.3")
    void customerIsBilledForEditAtCreation() {
        clock.set("2026-03-10T12:18:00Z");
        String shared = ", of: customer";
        try (NodeFixture node = NodeFixture.of(Kept.SQLITE, dir, clock).start(billed(MONTH + shared, PRICE))) {
            String key = node.key(node.license("free@1"));
            node.calls(key, 120);
            node.edit(billed(DAY + shared, PRICE));
            node.calls(key, 5);
            assertThat(node.customer("acme").total()).isEqualByComparingTo("2.50");
        }
    }

    @Test
    @Tag("4.1.3")
    void customerKeepsBudgetThatAnotherPlanHas() {
        String plans = catalog("%s") + """
                  pro@1:
                    features: [forecast.daily]
                    limits:
                      m: { %s }
                """;
        String overage = ", of: customer, overage: { cap: 1000, unit-price: 0.10 USD }";
        try (NodeFixture node = open(Kept.SQLITE, plans.formatted(MONTH + overage, MONTH + overage))) {
            String free = node.key(node.license("free@1"));
            String pro = node.key(node.license("pro@1"));
            clock.set("2026-03-10T14:00:00Z");
            node.calls(free, 60);
            node.calls(pro, 60);
            node.edit(plans.formatted(DAY + overage, MONTH + overage));
            // The month goes on for the other plan.
            assertThat(node.customer("acme").total()).isEqualByComparingTo("2.00");
            node.calls(pro, 1);
            clock.set("2026-03-10T15:00:00Z");
            node.edit(plans.formatted(DAY + overage, DAY + overage));
            assertThat(node.customer("acme").total()).isEqualByComparingTo("2.10");
            node.calls(free, 2);
            assertThat(node.customer("acme").total()).isEqualByComparingTo("2.30");
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

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "SQLITE"})
    void randomEditsBillEachUnitOnce(Kept kept) {
        for (long seed = 1; seed <= (kept == Kept.MEMORY ? 12 : 3); seed++) {
            clock.set("2026-03-10T12:17:00Z");
            new RandomEdits(kept, seed).play();
        }
    }

    /** Edits of one limit among calls, compared with a count of what is included and billed, unit by unit. */
    private final class RandomEdits {
        private final Kept kept;
        private final long seed;
        private final Random random;
        private int used;
        private int billed;
        private BigDecimal total = BigDecimal.ZERO.setScale(2);
        private int amount;
        private String per = "P1M";
        private BigDecimal price = BigDecimal.ONE;

        RandomEdits(Kept kept, long seed) {
            this.kept = kept;
            this.seed = seed;
            this.random = new Random(seed);
        }

        private String next() {
            amount = 5 + random.nextInt(30);
            price = BigDecimal.valueOf(1 + random.nextInt(50), 2);
            per = Stream.of("P1D", "P7D", "P1M")
                    .filter(other -> !other.equals(per))
                    .toList()
                    .get(random.nextInt(2));
            return catalog("kind: quota, meter: calls, amount: %d, per: %s, overage: { cap: 1000, unit-price: %s USD }"
                    .formatted(amount, per, price));
        }

        private void count(int calls) {
            for (int i = 0; i < calls; i++) {
                used++;
                if (used - billed > amount) {
                    billed++;
                    total = total.add(price);
                }
            }
        }

        void play() {
            String within = "2026-03-10T12:30:00Z";
            try (NodeFixture node =
                    NodeFixture.of(kept, dir.resolve(kept + "-" + seed), clock).start(catalog(MONTH))) {
                clock.set("2026-03-10T12:18:00Z");
                String license = node.license("free@1");
                String key = node.key(license);
                for (int step = 0; step < 25; step++) {
                    clock.advance(Duration.ofMinutes(1));
                    String catalog = next();
                    if (random.nextInt(6) == 0) {
                        node.restart(catalog);
                    } else {
                        node.edit(catalog);
                    }
                    int calls = random.nextInt(4) == 0 ? 0 : random.nextInt(12);
                    node.calls(key, calls);
                    count(calls);
                    assertThat(new BigDecimal(
                                    node.invoice(license, within).total().toString()))
                            .as("seed %s, step %s", seed, step)
                            .isEqualByComparingTo(total);
                }
            }
        }
    }
}
