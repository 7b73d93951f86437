package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A limit that is renamed keeps its counter, over any number of renames, reloads and restarts. */
@Tag("4.1.7")
class RenamedLimitTest {
    private static final String QUOTA = "kind: quota, meter: calls, per: P1M, amount: ";

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    private static String catalog(String... limits) {
        return NodeFixture.freePlan(limits);
    }

    private static final String M = catalog("m: { " + QUOTA + "40 }");
    private static final String MM = catalog("mm: { was: m, " + QUOTA + "40 }");
    private static final String MMM = catalog("mmm: { was: mm, " + QUOTA + "40 }");
    private static final String DROPPED = catalog("mmm: { " + QUOTA + "40 }");

    private NodeFixture open(Kept kept, String catalog) {
        return NodeFixture.of(kept, dir, clock).start(catalog);
    }

    @InEveryStore
    void chainOfReloadsKeepsCounts(Kept kept) {
        try (NodeFixture node = open(kept, M)) {
            String license = node.license("free@1");
            String key = node.key(license);
            String token = node.token("free@1");
            node.calls(key, 35);
            node.calls(token, 30);
            for (String edited : new String[] {MM, MMM, DROPPED}) {
                node.edit(edited);
            }
            assertThat(node.used(license, "mmm")).isEqualTo(35);
            assertThat(node.left(key)).isEqualTo(5);
            assertThat(node.left(token)).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JOURNAL", "SQLITE", "POSTGRES"})
    void chainOfRestartsKeepsCounts(Kept kept) {
        try (NodeFixture node = open(kept, M)) {
            node.calls(node.token("free@1"), 35);
            for (String edited : new String[] {MM, MMM, DROPPED}) {
                node.restart(edited);
                node.calls(node.token("free@1"), 1);
            }
            assertThat(node.left(node.token("free@1"))).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "SQLITE"})
    void namesShiftedAtOnceKeepCounts(Kept kept) {
        String first = catalog("a: { " + QUOTA + "40 }", "b: { kind: quota, meter: calls, per: P1D, amount: 20 }");
        String shifted = catalog(
                "b: { was: a, " + QUOTA + "40 }", "c: { was: b, kind: quota, meter: calls, per: P1D, amount: 20 }");
        String dropped = catalog("b: { " + QUOTA + "40 }", "c: { kind: quota, meter: calls, per: P1D, amount: 20 }");
        try (NodeFixture node = open(kept, first)) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.calls(key, 15);
            clock.set("2026-03-11T12:30:00Z");
            node.calls(key, 3);
            node.edit(shifted);
            node.restart(shifted);
            node.edit(dropped);
            node.restart(dropped);
            assertThat(node.used(license, "b")).isEqualTo(18);
            assertThat(node.used(license, "c")).isEqualTo(3);
        }
    }

    @Test
    void inheritedRenamesKeepCounts() {
        String catalog = catalog("m: { " + QUOTA + "40 }") + """
                  next@1:
                    extends: free@1
                    limits:
                      mm: { was: m, amount: 60 }
                  last@1:
                    extends: next@1
                    limits:
                      mmm: { was: mm, amount: 80 }
                """.indent(0);
        try (NodeFixture node = open(Kept.MEMORY, catalog)) {
            node.calls(node.token("free@1"), 35);
            node.calls(node.token("next@1"), 10);
            assertThat(node.left(node.token("last@1"))).isEqualTo(35);
        }
    }

    @Test
    void newLimitOfOldNameCountsApart() {
        try (NodeFixture node = open(Kept.SQLITE, M)) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.calls(key, 35);
            node.edit(MM);
            node.edit(catalog("mm: { " + QUOTA + "40 }", "m: { " + QUOTA + "7 }"));
            node.restart(catalog("mm: { " + QUOTA + "40 }", "m: { " + QUOTA + "7 }"));
            assertThat(node.used(license, "mm")).isEqualTo(35);
            assertThat(node.used(license, "m")).isZero();
            assertThat(node.left(key)).isEqualTo(5);
        }
    }

    @Test
    void refusesTwoLimitsOnOneCounter() {
        try (NodeFixture node = open(Kept.SQLITE, M)) {
            node.edit(MM);
            assertThatThrownBy(() -> node.edit(catalog("mm: { " + QUOTA + "40 }", "x: { was: m, " + QUOTA + "40 }")))
                    .hasMessageContaining("limits 'x' and 'mm' of plan 'free@1' would both count as 'm'");
        }
    }

    @Test
    void overridesFollowRenames() {
        try (NodeFixture node = open(Kept.SQLITE, M)) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.override(license, "{\"limits\":{\"m\":{\"amount\":50}}}");
            node.calls(key, 35);
            node.edit(MM);
            node.edit(MMM);
            node.edit(DROPPED);
            node.restart(DROPPED);
            assertThat(node.left(key)).isEqualTo(15);
        }
    }

    @Test
    void overridesOfOtherPlansFollowRenames() {
        String free = "m: { " + QUOTA + "40 }";
        String pro = "\n  pro@1:\n    features: [forecast.daily]\n    limits:\n      ";
        try (NodeFixture node =
                open(Kept.SQLITE, catalog(free) + pro.substring(1) + "mm: { was: m, " + QUOTA + "60 }\n")) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.override(license, "{\"limits\":{\"m\":{\"amount\":50}}}");
            node.changePlan(license, "pro@1", UsageTreatment.CARRY);
            node.edit(catalog(free) + pro.substring(1) + "mmm: { was: mm, " + QUOTA + "60 }\n");
            node.restart(catalog(free) + pro.substring(1) + "mmm: { " + QUOTA + "60 }\n");
            assertThat(node.left(key)).isEqualTo(50);
        }
    }

    @Test
    void secondNodeFollowsFirst() {
        try (NodePair nodes = NodePair.start(dir, clock, M)) {
            NodeFixture one = nodes.one();
            NodeFixture two = nodes.two();
            String license = one.license("free@1");
            one.calls(one.key(license), 35);
            one.edit(MM);
            one.edit(MMM);
            clock.set("2026-03-10T12:30:00Z");
            // The other node has neither edit.
            one.restart(DROPPED);
            two.restart(DROPPED);
            assertThat(two.used(license, "mmm")).isEqualTo(35);
            assertThat(one.used(license, "mmm")).isEqualTo(35);
        }
    }

    @InEveryStore
    @Tag("4.1.5")
    void endedPeriodBillsCountersOfItsTime(Kept kept) {
        String priced = ", overage: { cap: 50, unit-price: 0.10 USD } }";
        String daily = "{ kind: quota, meter: calls, per: P1D, amount: 100 }";
        try (NodeFixture node = open(kept, catalog("a: { " + QUOTA + "40" + priced, "b: " + daily))) {
            String license = node.license("free@1");
            node.calls(node.key(license), 45);
            clock.set("2026-04-20T12:00:00Z");
            node.edit(catalog("b: { was: a, " + QUOTA + "40" + priced, "c: { was: b, " + daily.substring(2)));
            assertThat(node.invoice(license, "2026-03-20T00:00:00Z").total()).isEqualTo("0.50");
            node.calls(node.key(license), 43);
            clock.set("2026-05-20T12:00:00Z");
            node.edit(catalog("bb: { was: b, " + QUOTA + "40" + priced, "c: " + daily));
            node.edit(catalog("bb: { " + QUOTA + "40" + priced, "c: " + daily));
            node.calls(node.key(license), 42);
            clock.set("2026-06-20T12:00:00Z");
            node.restart(catalog("b: { was: bb, " + QUOTA + "40" + priced, "a: { was: c, " + daily.substring(2)));
            assertThat(node.invoice(license, "2026-03-20T00:00:00Z").total()).isEqualTo("0.50");
            assertThat(node.invoice(license, "2026-04-20T00:00:00Z").total()).isEqualTo("0.30");
            assertThat(node.invoice(license, "2026-05-20T12:00:00Z").total()).isEqualTo("0.20");
        }
    }
}
