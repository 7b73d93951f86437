package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Health;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NewLicense.Purchase;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One of two nodes on a PostgreSQL has a clock that is an hour wrong: the clock of the database decides on both. */
@Tag("rule-3.12")
class ClockSkewTest {
    private static final int AMOUNT = 60;
    private static final String PLAN = NodeFixture.freePlan(
            "daily: { kind: quota, meter: calls, amount: " + AMOUNT + ", per: P1D }",
            "burst: { kind: rate, permits: 1000, per: PT1S, burst: 1000 }");
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    @TempDir
    Path dir;

    private PGSimpleDataSource database;
    private Instant now;

    @BeforeEach
    void makeDatabase() {
        database = Postgres.newSchema();
        try (JdbcStore store = JdbcStore.on(database, PostgresSettings.defaults())) {
            now = store.nodes().now().orElseThrow();
        }
    }

    private NodeFixture node(String name, Duration wrong) throws IOException {
        Path own = Files.createDirectories(dir.resolve(name));
        Path keys = dir.resolve("one/signing-keys.json");
        if (!name.equals("one")) {
            Files.copy(keys, own.resolve("signing-keys.json"));
        }
        return NodeFixture.node(own, new MovableClock(now.toString()), database)
                .wall(() -> InstantSource.system().instant().plus(wrong))
                .start(PLAN);
    }

    private static String license(NodeFixture node, Instant anchor) {
        NewLicense wanted = new NewLicense(
                "acme",
                PlanId.parse("free@1"),
                Purchase.BOUGHT,
                anchor,
                ZoneOffset.UTC,
                null,
                null,
                null,
                Map.of(),
                CallerBindings.none());
        return node.admin().licenses().create(wanted, BY).id();
    }

    private static String health(NodeFixture node, String component) {
        return node.engine().built.info().health().components().stream()
                .filter(one -> one.name().equals(component))
                .map(Health.Component::detail)
                .findFirst()
                .orElse("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void databaseDecides(Duration wrong) throws Exception {
        try (NodeFixture one = node("one", Duration.ZERO);
                NodeFixture two = node("two", wrong)) {
            // The period began half an hour ago, or ends in half an hour: by its own clock, the node is in another one.
            Instant anchor = now.minus(Duration.ofDays(1)).plus(wrong.isNegative() ? HALF_HOUR.negated() : HALF_HOUR);
            String license = license(one, anchor);
            String key = one.key(license);
            two.tend();
            two.calls(key, 10);
            assertThat(one.left(key) + two.left(key)).as("one period").isEqualTo(AMOUNT - 10);
            for (NodeFixture node : new NodeFixture[] {one, two}) {
                assertThat(node.status(license, "daily").resetsAt())
                        .as("end of the period")
                        .isEqualTo(one.status(license, "daily").resetsAt());
                var unused = node.admin().usage().usage(UsageAdminFixture.all(null, null, Set.of()));
            }
            assertTokens(one, two);
            assertThat(health(two, "clock"))
                    .contains("the clock of this machine is PT1H", wrong.isNegative() ? "behind" : "ahead");
            assertThat(health(one, "clock")).isEqualTo("follows the clock of the database");
            assertThat(health(two, "node")).endsWith("2 live");
            assertThat(health(two, "shares")).endsWith("share 1 of 2");
        }
    }

    /** A token of half an hour, issued by one node and then by the other, is valid on both, and until its end by the database. */
    private static void assertTokens(NodeFixture one, NodeFixture two) {
        for (NodeFixture issuing : new NodeFixture[] {one, two}) {
            String license = license(one, Instant.parse("2026-01-01T00:00:00Z"));
            two.tend();
            var token = issuing.admin().tokens().mint(license, TokenRequest.of(HALF_HOUR), BY);
            assertThat(one.call(token.token(), Requirement.license())).isEqualTo("granted");
            assertThat(two.call(token.token(), Requirement.license())).isEqualTo("granted");
        }
    }
}
