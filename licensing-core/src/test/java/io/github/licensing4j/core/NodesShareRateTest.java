package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share one PostgreSQL enforce their shares of a rate and of a concurrency limit. */
class NodesShareRateTest {
    private static final String PLAN = NodeFixture.freePlan(
            "burst: { kind: rate, permits: 20, per: PT1S, burst: 20 }", "parallel: { kind: concurrency, max: 4 }");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");
    private DataSource database;

    @BeforeEach
    void makeDatabase() {
        database = NodeFixture.schema();
    }

    private NodeFixture node(String name) {
        return NodeFixture.node(dir.resolve(name), clock, database).start(PLAN);
    }

    private static String share(NodeFixture node) {
        return node.engine().built.info().health().components().stream()
                .filter(component -> component.name().equals("shares"))
                .map(Health.Component::detail)
                .findFirst()
                .orElse("none");
    }

    private static void awaitShare(NodeFixture node, int nodes) throws InterruptedException {
        BlockingQueue<Object> never = new LinkedBlockingQueue<>();
        for (int i = 0; !share(node).equals("rates and concurrency: share 1 of " + nodes); i++) {
            assertThat(i)
                    .as("waiting for share 1 of %d, got %s", nodes, share(node))
                    .isLessThan(2_000);
            assertThat(never.poll(10, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    private static List<Reservation> inFlight(NodeFixture node, String key, int calls) {
        List<Reservation> begun = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            begun.add(node.begun(key));
        }
        return begun;
    }

    @Test
    void grantOneRateTogether() throws Exception {
        try (NodeFixture one = node("one");
                NodeFixture two = node("two")) {
            assertThat(share(two)).as("before its first call").isEqualTo("rates and concurrency: share 1 of 2");
            String license = one.license("free@1");
            String key = one.key(license);
            two.tend();
            awaitShare(one, 2);
            assertThat(one.left(key) + two.left(key)).isEqualTo(20);
            assertThat(one.call(key, Requirement.license())).isEqualTo("rate-limited");
            clock.advance(Duration.ofSeconds(1));
            assertThat(one.status(license, "burst").remaining()).isEqualTo(10);
            assertThat(one.status(license, "parallel").remaining()).isEqualTo(2);
            List<Reservation> calls = inFlight(one, key, 2);
            assertThat(one.call(key, Requirement.license())).isEqualTo("concurrency-exceeded");
            calls.forEach(call -> call.settle(new Outcome(200, 0)));
            two.stop();
            awaitShare(one, 1);
            clock.advance(Duration.ofSeconds(2));
            assertThat(one.left(key)).as("the share of the node that stopped").isEqualTo(20);
        }
    }

    /** A dead process is one that was last seen some time ago. */
    @Test
    void shareOfKilledNodeReturnsAfterItsSilence() throws Exception {
        JdbcStore.on(database, PostgresSettings.defaults()).close();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            killed(statement, 26);
        }
        try (NodeFixture one = node("one")) {
            String key = one.key(one.license("free@1"));
            assertThat(one.left(key)).as("while the dead node counts").isEqualTo(10);
            awaitShare(one, 1);
            assertThat(one.left(key)).as("no permit is refilled").isZero();
            clock.advance(Duration.ofSeconds(1));
            assertThat(one.left(key)).isEqualTo(20);
        }
    }

    private static void killed(Statement statement, int secondsAgo) throws SQLException {
        String at = "(extract(epoch from clock_timestamp()) * 1000)::bigint - " + 1_000 * secondsAgo;
        assertThat(statement.executeUpdate("insert into licensing_nodes (name, instance, started_at, seen_at) values"
                        + " ('dead', 'dead/1', " + at + ", " + at + ")"))
                .isEqualTo(1);
    }
}
