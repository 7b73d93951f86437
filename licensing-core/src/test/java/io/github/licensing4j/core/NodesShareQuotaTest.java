package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.tck.MovableClock;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that share one PostgreSQL grant a quota once, and not once each. */
class NodesShareQuotaTest {
    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");
    private DataSource database;

    @BeforeEach
    void makeDatabase() {
        database = NodeFixture.schema();
    }

    private NodeFixture node(String name, String... limits) {
        return NodeFixture.node(dir.resolve(name), clock, database).start(NodeFixture.freePlan(limits));
    }

    private static String quota(long amount) {
        return "monthly: { kind: quota, meter: calls, amount: " + amount + ", per: P1M }";
    }

    /** Brings the usage of a node to the ledger. */
    private static void shipped(NodeFixture node) {
        var unused = node.admin().usage().usage(UsageAdminFixture.all(null, null, Set.of()));
    }

    /** Calls each node until all refuse; returns the granted calls. */
    private static long callAll(String credential, NodeFixture... nodes) {
        long granted = 0;
        for (NodeFixture node : nodes) {
            granted += node.left(credential);
        }
        return granted;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 137, 5_000})
    void grantOneQuotaTogether(long amount) throws Exception {
        try (NodeFixture one = node("one", quota(amount));
                NodeFixture two = node("two", quota(amount))) {
            String license = one.license("free@1");
            String key = one.key(license);
            two.tend();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Callable<Long>> clients = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    NodeFixture node = i % 2 == 0 ? one : two;
                    clients.add(() -> (long) node.left(key));
                }
                long granted = 0;
                for (Future<Long> client : threads.invokeAll(clients)) {
                    granted += client.get();
                }
                assertThat(granted + callAll(key, one, two)).isEqualTo(amount);
            } finally {
                threads.shutdownNow();
            }
            shipped(one);
            shipped(two);
            clock.advance(Duration.ofSeconds(2));
            assertThat(one.used(license, "monthly")).isEqualTo(amount);
            assertThat(two.used(license, "monthly")).isEqualTo(amount);
        }
    }

    @Test
    void leaseRarelyUnderLargeQuota() {
        AtomicInteger operations = new AtomicInteger();
        DataSource counted = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        operations.incrementAndGet();
                    }
                    return method.invoke(database, arguments);
                });
        try (NodeFixture node = NodeFixture.node(dir.resolve("one"), clock, counted)
                .start(NodeFixture.freePlan(quota(1_000_000_000)))) {
            String key = node.key(node.license("free@1"));
            node.calls(key, 1);
            operations.set(0);
            for (int i = 0; i < 20; i++) {
                node.calls(key, 1_000);
                clock.advance(Duration.ofMillis(100));
            }
            shipped(node);
            assertThat(operations.get()).isBetween(1, 20 * 5);
        }
    }

    @Test
    void closedNodeReturnsWhatItDidNotUse() {
        try (NodeFixture two = node("two", quota(100))) {
            String key = two.key(two.license("free@1"));
            try (NodeFixture one = node("one", quota(100))) {
                one.calls(key, 3);
            }
            assertThat(two.left(key)).isEqualTo(97);
        }
    }

    @Test
    void restartedNodeContinues() {
        try (NodeFixture one = node("one", quota(100));
                NodeFixture two = node("two", quota(100))) {
            String key = one.key(one.license("free@1"));
            two.tend();
            one.calls(key, 3);
            two.calls(key, 4);
            one.restart(NodeFixture.freePlan(quota(100)));
            assertThat(callAll(key, one, two)).isEqualTo(93);
        }
    }

    @Test
    void correctionsAndEditsHoldOnBothNodes() {
        try (NodeFixture one = node("one", quota(50));
                NodeFixture two = node("two", quota(50))) {
            String license = one.license("free@1");
            String key = one.key(license);
            two.tend();
            one.calls(key, 5);
            two.calls(key, 5);
            one.correct(license, "20");
            two.tend();
            assertThat(callAll(key, one, two)).as("20 corrected").isEqualTo(20);
            one.correct(license, "-10");
            two.tend();
            assertThat(callAll(key, two, one)).as("10 returned").isEqualTo(10);
            one.override(license, "{\"limits\":{\"monthly\":{\"amount\":60}}}");
            two.tend();
            assertThat(callAll(key, two, one)).as("10 more by contract").isEqualTo(10);
        }
    }

    @Test
    void loweredAmountHoldsOnBothNodes() {
        try (NodeFixture one = node("one", quota(1_000));
                NodeFixture two = node("two", quota(1_000))) {
            String license = one.license("free@1");
            String key = one.key(license);
            two.tend();
            one.calls(key, 5);
            two.calls(key, 5);
            one.override(license, "{\"limits\":{\"monthly\":{\"amount\":30}}}");
            two.tend();
            shipped(one);
            shipped(two);
            long granted = callAll(key, one, two, one);
            assertThat(granted).isBetween(1L, 20L);
            shipped(one);
            shipped(two);
            clock.advance(Duration.ofSeconds(2));
            assertThat(one.used(license, "monthly")).isEqualTo(10 + granted);
        }
    }

    @Test
    void overageIsCappedOnceForAllNodes() {
        String limit =
                "monthly: { kind: quota, meter: calls, amount: 10, per: P1M, overage: { cap: 15, unit-price: 0.01 USD } }";
        try (NodeFixture one = node("one", limit);
                NodeFixture two = node("two", limit)) {
            String key = one.key(one.license("free@1"));
            two.tend();
            assertThat(callAll(key, one, two)).isEqualTo(25);
        }
    }

    @Test
    void nextPeriodIsSharedAgain() {
        try (NodeFixture one = node("one", quota(40));
                NodeFixture two = node("two", quota(40))) {
            String key = one.key(one.license("free@1"));
            two.tend();
            assertThat(callAll(key, one, two)).isEqualTo(40);
            clock.set("2026-07-10T00:00:01Z");
            assertThat(callAll(key, two, one)).isEqualTo(40);
        }
    }

    @Test
    void creditsAreConsumedOnce() {
        String limit = "prepaid: { kind: credits, meter: calls, initial: 30 }";
        try (NodeFixture one = node("one", limit);
                NodeFixture two = node("two", limit)) {
            String license = one.license("free@1");
            String key = one.key(license);
            two.tend();
            assertThat(callAll(key, one, two)).isEqualTo(30);
            CreditGrantView unused = one.admin().usage().grant(license, UsageAdminFixture.grant("7", null), BY);
            two.tend();
            assertThat(callAll(key, two, one)).isEqualTo(7);
            assertThat(one.call(key, Requirement.license())).isEqualTo("credits-exhausted");
        }
    }
}
