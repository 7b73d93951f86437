package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A limit whose meter, kind or per is edited keeps the earlier usage of its period. */
@Tag("4.1.7")
class ChangedLimitTest {
    private static final String MONTH = "kind: quota, meter: calls, amount: 100, per: P1M";
    private static final String WEEK = "kind: quota, meter: calls, amount: 100, per: P7D";
    private static final String DAY = "kind: quota, meter: calls, amount: 100, per: P1D";

    private static final Requirement TOKENS =
            new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 15, 0, ChargeOn.NOT_5XX, 0)));

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:17:00Z");

    private static String catalog(String limit) {
        return NodeFixture.freePlan("m: { " + limit + " }") + "  other@1: { extends: free@1 }\n";
    }

    private NodeFixture open(Kept kept, String limit) {
        NodeFixture node = NodeFixture.of(kept, dir, clock).start(catalog(limit));
        clock.set("2026-03-10T12:18:00Z");
        return node;
    }

    @InEveryStore
    void changedPeriodKeepsUsage(Kept kept) {
        try (NodeFixture node = open(kept, MONTH)) {
            String license = node.license("free@1");
            String key = node.key(license);
            String token = node.token("free@1");
            node.calls(key, 40);
            node.calls(token, 30);
            clock.set("2026-03-12T09:00:00Z");
            node.calls(key, 10);
            node.edit(catalog(DAY));
            // The day began at 12:18 on the 11th.
            assertThat(node.used(license, "m")).isEqualTo(10);
            node.calls(key, 5);
            assertThat(node.used(license, "m")).isEqualTo(15);
            node.edit(catalog(WEEK));
            assertThat(node.used(license, "m")).isEqualTo(55);
            node.restart(catalog(WEEK));
            assertThat(node.used(license, "m")).isEqualTo(55);
            node.calls(key, 1);
            // Back again, with what was counted by the others.
            node.edit(catalog(MONTH));
            assertThat(node.used(license, "m")).isEqualTo(56);
            assertThat(node.left(key)).isEqualTo(44);
            assertThat(node.left(node.token("free@1"))).isEqualTo(70);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JOURNAL", "SQLITE"})
    void changedPeriodHoldsOverRestarts(Kept kept) {
        try (NodeFixture node = open(kept, MONTH)) {
            node.calls(node.token("free@1"), 40);
            clock.set("2026-03-10T12:30:00Z");
            node.restart(catalog(DAY));
            node.calls(node.token("free@1"), 10);
            clock.set("2026-03-10T12:40:00Z");
            node.restart(catalog(DAY));
            node.calls(node.token("free@1"), 10);
            node.restart(catalog(MONTH));
            clock.set("2026-03-10T12:50:00Z");
            assertThat(node.left(node.token("free@1"))).isEqualTo(40);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "SQLITE"})
    void changedMeterStartsWithItsUse(Kept kept) {
        try (NodeFixture node = open(kept, MONTH)) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.calls(key, 40);
            node.call(key, TOKENS);
            node.edit(catalog("kind: quota, meter: tokens, amount: 100, per: P1M"));
            node.calls(key, 20);
            assertThat(node.used(license, "m")).isEqualTo(15);
            node.edit(catalog(MONTH));
            // 41 calls before, and 20 while the limit counted tokens.
            assertThat(node.used(license, "m")).isEqualTo(61);
        }
    }

    @Test
    void eachKeyKeepsItsUse() {
        try (NodeFixture node = open(Kept.SQLITE, MONTH + ", of: key")) {
            String license = node.license("free@1");
            String one = node.key(license);
            String two = node.key(license);
            node.calls(one, 40);
            node.calls(two, 5);
            node.edit(catalog(DAY + ", of: key"));
            assertThat(node.left(one)).isEqualTo(60);
            node.edit(catalog(MONTH + ", of: key"));
            assertThat(node.left(one)).isZero();
            assertThat(node.left(two)).isEqualTo(95);
        }
    }

    @Test
    void customerKeepsUseOfAllLicenses() {
        try (NodeFixture node = open(Kept.SQLITE, MONTH + ", of: customer")) {
            String one = node.key(node.license("free@1"));
            String two = node.key(node.license("free@1"));
            node.calls(one, 40);
            node.calls(two, 5);
            node.edit(catalog(DAY + ", of: customer"));
            assertThat(node.left(two)).isEqualTo(55);
        }
    }

    @Test
    void nothingUsedIsCarriedAfterChange() {
        try (NodeFixture node = open(Kept.SQLITE, MONTH + ", rollover: { max: 80 }")) {
            String key = node.key(node.license("free@1"));
            node.calls(key, 70);
            clock.set("2026-03-11T13:00:00Z");
            node.edit(catalog(DAY + ", rollover: { max: 80 }"));
            // 30 of the day before were left.
            assertThat(node.left(key)).isEqualTo(130);
        }
    }

    @Test
    void freshPeriodStartsWithNothing() {
        try (NodeFixture node = open(Kept.SQLITE, MONTH)) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.calls(key, 40);
            clock.set("2026-03-10T12:25:00Z");
            node.changePlan(license, "other@1", UsageTreatment.FRESH);
            clock.set("2026-03-10T12:30:00Z");
            node.calls(key, 3);
            node.edit(catalog(DAY));
            assertThat(node.used(license, "m")).isEqualTo(3);
        }
    }

    @Test
    void invoiceAgreesWithEnforcedLimits() {
        String overage = ", overage: { cap: 50, unit-price: 0.10 USD }";
        try (NodeFixture node = open(Kept.SQLITE, MONTH + overage)) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.calls(key, 90);
            clock.set("2026-03-10T13:30:00Z");
            node.edit(catalog(WEEK + overage));
            node.calls(key, 25);
            // 115 in the week, of which 100 are included.
            assertThat(node.invoice(license, "2026-03-10T13:30:00Z").total()).isEqualTo("1.50");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "SQLITE"})
    void overageIsBilledOnceThroughEdits(Kept kept) {
        String overage = ", overage: { cap: 50, unit-price: 0.10 USD }";
        try (NodeFixture node = open(kept, MONTH + overage)) {
            String license = node.license("free@1");
            String key = node.key(license);
            String now = "2026-03-10T13:30:00Z";
            clock.set(now);
            node.calls(key, 120);
            assertThat(node.invoice(license, now).total()).isEqualTo("2.00");
            for (String per : List.of(DAY, WEEK, MONTH, DAY)) {
                node.edit(catalog(per + overage));
                node.calls(key, 5);
                clock.advance(Duration.ofMinutes(1));
            }
            // 140 in the day, the week and the month, each with 100 included.
            assertThat(node.invoice(license, now).total()).isEqualTo("4.00");
            assertThat(node.invoice(license, now).notes()).isEmpty();
            node.restart(catalog(DAY + overage));
            clock.set("2026-03-15T12:00:00Z");
            node.calls(key, 101);
            assertThat(node.invoice(license, now).total()).isEqualTo("4.10");
            clock.set("2026-04-10T13:00:00Z");
            assertThat(node.invoice(license, now).total()).isEqualTo("4.10");
        }
    }

    @Test
    void overageKeepsPriceOfBeforeEdit() {
        try (NodeFixture node = open(Kept.SQLITE, MONTH + ", overage: { cap: 50, unit-price: 0.10 USD }")) {
            String license = node.license("free@1");
            String key = node.key(license);
            clock.set("2026-03-12T12:00:00Z");
            node.calls(key, 130);
            clock.set("2026-03-20T12:00:00Z");
            node.edit(catalog(DAY + ", overage: { cap: 50, unit-price: 0.20 USD }"));
            node.calls(key, 110);
            // 30 of the month at 0.10, and 10 of the day at 0.20.
            assertThat(node.invoice(license, "2026-03-20T12:00:00Z").total()).isEqualTo("5.00");
        }
    }
}
