package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Invoice.Line;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Earlier usage keeps its unit and scale, whatever the catalog defines later. */
@Tag("4.1.1")
class MeterScaleTest {
    private static final String NOW = "2026-06-10T12:00:00Z";
    private static final String EGRESS = "egress: { unit: GB, scale: 3 }";

    @TempDir
    Path dir;

    private NodeFixture fixture(Kept kept) {
        return NodeFixture.of(kept, dir, NOW);
    }

    /** @param egress the definition of a meter that plan pro@1 has a quota of; empty for neither */
    private static String catalog(String egress) {
        String quota = egress.isEmpty()
                ? ""
                : "    data: { kind: quota, meter: egress, amount: 2, per: P1M,"
                        + " overage: { cap: 1000, unit-price: 0.30 USD } }\n";
        return "catalog: weather-api\nmeters:\n  tokens: { unit: token }\n"
                + (egress.isEmpty() ? "" : "  " + egress + "\n")
                + "plans:\n  pro@1:\n    price: { amount: 1.00 USD, per: P1M }\n    limits:\n"
                + "      monthly: { kind: quota, meter: calls, amount: 1000, per: P1M }\n"
                + quota.replaceAll("(?m)^", "  ").stripTrailing() + "\n";
    }

    private static List<UsageTotal> usage(NodeFixture node) {
        return node.admin()
                .usage()
                .usage(UsageAdminFixture.charged(null, new UsageSelection(null, null, null, "egress")))
                .items();
    }

    private static BigDecimal shown(NodeFixture node) {
        UsageTotal total = usage(node).get(0);
        return Objects.requireNonNull(node.engine().built.info().catalog().units(total.meter(), total.units()));
    }

    private static List<BigDecimal> overage(Invoice invoice) {
        return invoice.lines().stream()
                .filter(line -> line.kind() == Invoice.Kind.OVERAGE)
                .map(Line::quantity)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "JOURNAL"})
    void refusesOtherScaleAtStart(Kept kept) {
        try (NodeFixture node = fixture(kept).start(catalog(EGRESS))) {
            String token = node.engine().token("pro@1", "lic_token");
            assertThat(node.call(token, NodeFixture.charge("egress", 25, 1))).isEqualTo("granted");
            node.stop();

            assertThatExceptionOfType(LicensingException.class)
                    .isThrownBy(() -> node.start(catalog("egress: { unit: GB, scale: 1 }")))
                    .withMessageContaining("meter 'egress' is counted in 'GB' with scale 3")
                    .withMessageContaining("'GB' with scale 1")
                    .withMessageContaining("a meter of another name");
            node.stop();
            assertThatExceptionOfType(LicensingException.class)
                    .isThrownBy(() -> node.start(catalog("egress: { unit: MB, scale: 3 }")))
                    .withMessageContaining("'MB'");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "JOURNAL"})
    void remembersScaleOfRemovedMeterOverRestarts(Kept kept) {
        try (NodeFixture node = fixture(kept).start(catalog(EGRESS))) {
            String token = node.engine().token("pro@1", "lic_token");
            assertThat(node.call(token, NodeFixture.charge("egress", 25, 1))).isEqualTo("granted");
            node.restart(catalog(""));
            node.restart(catalog(""));
            assertThat(node.engine().built.info().catalog().units("egress", 2500))
                    .isEqualByComparingTo("2.5");
            node.stop();

            assertThatExceptionOfType(LicensingException.class)
                    .isThrownBy(() -> node.start(catalog("egress: { unit: GB, scale: 1 }")))
                    .withMessageContaining("egress");
            node.stop();
            node.start(catalog(EGRESS));
        }
    }

    @Test
    void refusesOtherScaleOverTwoReloads() {
        try (NodeFixture node = NodeFixture.of(Kept.MEMORY, dir, NOW).start(catalog(EGRESS))) {
            String license = node.license("pro@1");
            String key = node.key(license);
            assertThat(node.call(key, NodeFixture.charge("egress", 25, 1))).isEqualTo("granted");
            assertThat(shown(node)).isEqualByComparingTo("2.5");
            node.edit(catalog(""));

            assertThat(shown(node)).isEqualByComparingTo("2.5");
            node.correct(license, "egress", "0.5", null);
            assertThat(shown(node)).isEqualByComparingTo("3");
            assertThatExceptionOfType(InvalidFieldException.class)
                    .isThrownBy(() -> node.edit(catalog("egress: { unit: GB, scale: 1 }")))
                    .withMessageContaining("scale 3");
            assertThat(node.admin()
                            .catalogs()
                            .check(catalog("egress: { unit: GB, scale: 1 }"))
                            .problems())
                    .singleElement()
                    .asString()
                    .contains("meter 'egress'");

            node.edit(catalog(EGRESS));
            assertThat(overage(node.invoice(license, null)))
                    .singleElement()
                    .satisfies(units -> assertThat(units).isEqualByComparingTo("0.5"));
        }
    }

    @Test
    void billsTheSameAfterRefusedRestart() {
        try (NodeFixture node = NodeFixture.of(Kept.SQLITE, dir, NOW).start(catalog(EGRESS))) {
            String license = node.license("pro@1");
            assertThat(node.call(node.key(license), NodeFixture.charge("egress", 25, 1)))
                    .isEqualTo("granted");
            assertThat(node.invoice(license, null).total()).isEqualByComparingTo("1.15");
            node.stop();
            assertThatExceptionOfType(LicensingException.class)
                    .isThrownBy(() -> node.start(catalog("egress: { unit: GB, scale: 1 }")));
            node.stop();

            node.start(catalog(EGRESS));
            assertThat(node.invoice(license, null).total()).isEqualByComparingTo("1.15");
            assertThat(node.admin().usage().reconcile().isClean()).isTrue();
        }
    }

    @Test
    void refusesOtherScaleOfUnshippedJournal() {
        try (NodeFixture node = NodeFixture.of(Kept.JOURNAL, dir, NOW).start(catalog(EGRESS))) {
            String token = node.engine().token("pro@1", "lic_token");
            assertThat(node.call(token, NodeFixture.charge("egress", 25, 1))).isEqualTo("granted");
        }
        // The journal now comes to a store that has seen nothing of it.
        try (NodeFixture node = NodeFixture.of(Kept.SQLITE, dir, NOW)) {
            assertThatExceptionOfType(LicensingException.class)
                    .isThrownBy(() -> node.start(catalog("egress: { unit: GB, scale: 1 }")))
                    .withMessageContaining("scale 3");
            node.stop();
            node.start(catalog(EGRESS));
            assertThat(shown(node)).isEqualByComparingTo("2.5");
        }
    }

    @Test
    void keepsTokenOverridesOfCountedMeter() {
        try (NodeFixture node = NodeFixture.of(Kept.MEMORY, dir, NOW).start(catalog(EGRESS))) {
            String token = node.engine()
                    .issuer
                    .issue(new LicenseTokenRequest(
                            "acme",
                            "lic_token",
                            PlanId.parse("pro@1"),
                            Duration.ofDays(1),
                            Set.of(),
                            List.of(),
                            Map.of("data", Map.of("amount", 0.5, "overage", Map.of("cap", 0))),
                            null,
                            null,
                            null));
            assertThat(node.call(token, NodeFixture.charge("egress", 5, 1))).isEqualTo("granted");
            assertThatExceptionOfType(InvalidFieldException.class)
                    .isThrownBy(() -> node.edit(catalog("egress: { unit: GB, scale: 1 }")));
            assertThat(node.call(token, NodeFixture.charge("egress", 5, 1))).isEqualTo("quota-exhausted");
        }
    }

    @Test
    void acceptsOtherScaleOfUnusedMeterAtStart() {
        try (NodeFixture node = NodeFixture.of(Kept.SQLITE, dir, NOW).start(catalog(EGRESS))) {
            node.calls(node.key(node.license("pro@1")), 2);
            node.restart(catalog("egress: { unit: MB, scale: 1 }"));

            assertThat(node.engine().built.info().catalog().units("egress", 25)).isEqualByComparingTo("2.5");
        }
    }

    @Test
    void refusesOtherScaleOnOtherNode() {
        MovableClock clock = new MovableClock(NOW);
        var database = NodeFixture.schema();
        try (NodeFixture first =
                        NodeFixture.node(dir.resolve("a"), clock, database).start(catalog(EGRESS));
                NodeFixture second = NodeFixture.node(dir.resolve("b"), clock, database)) {
            assertThatExceptionOfType(LicensingException.class)
                    .isThrownBy(() -> second.start(catalog("egress: { unit: GB, scale: 1 }")))
                    .withMessageContaining("scale 3");
            second.stop();
            second.start(catalog(""));
            assertThat(first.call(first.key(first.license("pro@1")), NodeFixture.charge("egress", 25, 1)))
                    .isEqualTo("granted");
            first.admin().usage().reconcile();

            assertThat(shown(second)).isEqualByComparingTo("2.5");
            assertThatExceptionOfType(InvalidFieldException.class)
                    .isThrownBy(() -> second.edit(catalog("egress: { unit: GB, scale: 4 }")))
                    .withMessageContaining("scale 3");
        }
    }

    @Test
    void showsMetersOfOtherNodesAtOnce() {
        MovableClock clock = new MovableClock(NOW);
        var database = NodeFixture.schema();
        try (NodeFixture first =
                        NodeFixture.node(dir.resolve("a"), clock, database).start(catalog(""));
                NodeFixture second =
                        NodeFixture.node(dir.resolve("b"), clock, database).start(catalog(""))) {
            first.edit(catalog(EGRESS));
            assertThat(first.call(first.key(first.license("pro@1")), NodeFixture.charge("egress", 25, 1)))
                    .isEqualTo("granted");
            first.admin().usage().reconcile();

            assertThat(shown(second)).isEqualByComparingTo("2.5");
        }
    }
}
