package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallHeaders;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a limit with a condition counts is stored, shared and billed as for every other limit. */
class ConditionalQuotaTest {
    private static final String QUOTA =
            "night: { kind: quota, meter: calls, amount: 10, per: P1M, overage: { cap: 100, unit-price: 0.50 USD },"
                    + " headers: [x-tariff], when: \"'x-tariff' in headers && headers['x-tariff'] == 'night'\" }";

    @TempDir
    Path dir;

    private static int call(NodeFixture node, String key, String tariff, int count) {
        CallHeaders headers = name -> name.equals("x-tariff") ? List.of(tariff) : List.of();
        CalledEndpoint endpoint = new CalledEndpoint("GET", MatchedPath.of("/"), Declaration.none(), headers);
        int granted = 0;
        for (int i = 0; i < count; i++) {
            if (node.engine().licensing.decide(node.engine().identified(key), endpoint, Dispatch.REQUEST)
                    instanceof Granted grant) {
                grant.reservation().settle(new Outcome(200, 0));
                granted++;
            }
        }
        return granted;
    }

    @InEveryStore
    void survivesRestartAndIsBilled(NodeFixture.Kept kept) {
        try (NodeFixture node =
                NodeFixture.of(kept, dir, "2026-06-10T00:00:00Z").start(NodeFixture.freePlan(QUOTA))) {
            String license = node.license("free@1");
            String key = node.key(license);
            assertThat(call(node, key, "night", 12)).isEqualTo(12);
            assertThat(call(node, key, "day", 40)).isEqualTo(40);
            node.correct(license, "5");
            assertThat(node.used(license, "night")).isEqualTo(12);
            node.restart(NodeFixture.freePlan(QUOTA));
            assertThat(node.used(license, "night")).isEqualTo(12);
            assertThat(call(node, key, "night", 1)).isEqualTo(1);

            assertThat(node.invoice(license, null).total()).isEqualByComparingTo("1.50");
        }
    }

    @Test
    void newMeterStartsWithoutEarlierUse() {
        try (NodeFixture node = NodeFixture.of(NodeFixture.Kept.SQLITE, dir, "2026-06-10T00:00:00Z")
                .start(NodeFixture.freePlan(QUOTA))) {
            String license = node.license("free@1");
            String key = node.key(license);
            call(node, key, "night", 4);
            call(node, key, "day", 4);
            node.clock.advance(Duration.ofSeconds(1));
            node.edit(NodeFixture.freePlan(QUOTA.replace("P1M", "P1Y")));
            assertThat(node.used(license, "night")).isZero();
            call(node, key, "night", 2);
            assertThat(node.used(license, "night")).isEqualTo(2);
        }
    }

    @Test
    void nodesShareWhatItCounts() {
        MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");
        String plain = QUOTA.replace(", overage: { cap: 100, unit-price: 0.50 USD }", "");
        try (NodePair nodes = NodePair.start(dir, clock, NodeFixture.freePlan(plain))) {
            String license = nodes.one().license("free@1");
            String key = nodes.one().key(license);
            nodes.two().tend();
            int granted = 0;
            for (int i = 0; i < 10; i++) {
                granted += call(nodes.one(), key, "night", 1) + call(nodes.two(), key, "night", 1);
                assertThat(call(nodes.one(), key, "day", 3)).isEqualTo(3);
                assertThat(call(nodes.two(), key, "day", 3)).isEqualTo(3);
            }
            granted += call(nodes.one(), key, "night", 10) + call(nodes.two(), key, "night", 10);
            assertThat(granted).isEqualTo(10);
            for (NodeFixture node : List.of(nodes.one(), nodes.two())) {
                var unused = node.admin().usage().usage(UsageAdminFixture.all(null, null, Set.of()));
            }
            clock.advance(Duration.ofSeconds(2));
            assertThat(nodes.one().used(license, "night")).isEqualTo(10);
            assertThat(nodes.two().used(license, "night")).isEqualTo(10);
        }
    }
}
