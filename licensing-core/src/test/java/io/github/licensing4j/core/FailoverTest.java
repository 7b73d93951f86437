package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.FailoverDatabase.Takeover;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A copy of a database takes over without the last commits of the nodes that share it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
@Tag("rule-3.8")
class FailoverTest {
    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");
    private final BlockingQueue<Object> never = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @EnumSource(names = "PROMOTED")
    void grantsNoUnitTwice(Takeover takeover) throws Exception {
        failOver(takeover, 600);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("proof")
    void grantsNoUnitOfLargeQuotaTwice(Takeover takeover) throws Exception {
        failOver(takeover, 5_000);
    }

    private void failOver(Takeover takeover, long amount) throws Exception {
        String plan = NodeFixture.freePlan("monthly: { kind: quota, meter: calls, amount: " + amount + ", per: P1M }");
        try (FailoverDatabase failing = new FailoverDatabase(dir)) {
            PGSimpleDataSource database = failing.source();
            try (NodeFixture one = NodeFixture.node(dir.resolve("one"), clock, database)
                            .start(plan);
                    NodeFixture two = NodeFixture.node(dir.resolve("two"), clock, database)
                            .start(plan)) {
                String license = one.license("free@1");
                String key = one.key(license);
                long granted = calls(one, key, 10) + calls(two, key, 10);
                failing.copy();
                // What follows is lost with the primary: usage that was shipped, and slices.
                granted += calls(one, key, amount / 4) + calls(two, key, amount / 4);
                assertCounted(license, granted, one, two);
                failing.failOver(takeover);
                granted += untilExhausted(key, one, two);
                System.out.printf("%s without the last commits: %d of %d granted%n", takeover, granted, amount);
                assertThat(granted).isEqualTo(amount);
                assertCounted(license, amount, one, two);
                assertReconciled(one, two);
            }
        }
    }

    private static long calls(NodeFixture node, String key, long calls) {
        for (long i = 0; i < calls; i++) {
            assertThat(node.call(key, Requirement.license())).isEqualTo("granted");
        }
        return calls;
    }

    private static void shipped(NodeFixture node) {
        var unused = node.admin().usage().usage(UsageAdminFixture.all(null, null, Set.of()));
    }

    /** Calls the nodes in turn until both refuse because the quota is used up; they may be unavailable before. */
    private long untilExhausted(String key, NodeFixture... nodes) throws InterruptedException {
        long granted = 0;
        for (int exhausted = 0, i = 0; exhausted < 2 * nodes.length; i++) {
            String result = nodes[i % nodes.length].call(key, Requirement.license());
            assertThat(result).isIn("granted", "enforcement-unavailable", "quota-exhausted");
            granted += result.equals("granted") ? 1 : 0;
            exhausted = result.equals("quota-exhausted") ? exhausted + 1 : 0;
            if (!result.equals("granted")) {
                pause();
            }
        }
        return granted;
    }

    private void assertCounted(String license, long amount, NodeFixture... nodes) throws InterruptedException {
        for (NodeFixture node : nodes) {
            await(() -> {
                shipped(node);
                return node.used(license, "monthly") == amount;
            });
        }
    }

    private static void assertReconciled(NodeFixture... nodes) {
        for (NodeFixture node : nodes) {
            assertThat(node.admin().usage().reconcile().differences()).isEqualTo(List.of());
        }
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertThat(i).isLessThan(1_000);
            pause();
        }
    }

    private void pause() throws InterruptedException {
        assertThat(never.poll(10, TimeUnit.MILLISECONDS)).isNull();
        clock.advance(Duration.ofMillis(10));
    }
}
