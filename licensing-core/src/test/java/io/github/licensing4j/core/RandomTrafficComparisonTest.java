package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.ShadowReport;
import io.github.licensing4j.admin.WhatIfReport;
import io.github.licensing4j.admin.WhatIfReport.Calls;
import io.github.licensing4j.admin.WhatIfRequest;
import io.github.licensing4j.core.NodeFixture.Kept;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under random traffic, a catalog that is written otherwise and means the same has no differences. */
class RandomTrafficComparisonTest {
    private static final String START = "2026-06-01T00:00:00Z";
    private static final int STEPS = 1_000;
    private static final Set<String> SEEN = Set.of(
            "granted",
            "rate-limited",
            "quota-exhausted",
            "credits-exhausted",
            "concurrency-exceeded",
            "feature-not-licensed",
            "scope-missing",
            "condition-not-met");

    private static final Set<String> ANSWERS = new TreeSet<>();

    @TempDir
    Path dir;

    @AfterAll
    static void trafficHasEveryRefusal() {
        assertThat(ANSWERS).containsAll(SEEN);
    }

    private NodeFixture start() {
        return NodeFixture.of(Kept.MEMORY, dir, START).start(RandomTraffic.CATALOG);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shadowOfSameCatalogDiffersNever(long seed) {
        try (NodeFixture node = start()) {
            RandomTraffic traffic = new RandomTraffic(node, seed).licenses(12);
            traffic.run(STEPS / 5);
            ShadowReport unused = node.admin().catalogs().setShadow("# the same\n" + RandomTraffic.CATALOG, BY);
            traffic.run(STEPS);
            traffic.endAll();

            ShadowReport report = node.admin().catalogs().shadow();
            ANSWERS.addAll(traffic.answers);
            assertThat(report.calls().compared()).isGreaterThan(STEPS / 5);
            assertThat(report.calls().differing()).isZero();
            assertThat(report.calls().notCompared()).isZero();
            assertThat(report.wouldRefuse()).isEmpty();
            assertThat(report.wouldGrant()).isEmpty();
            assertThat(report.meters()).isEmpty();
        }
    }

    /** A limit that never refuses makes every call count in the memory of the comparison, which must count the same. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void countersOfShadowCountAsLiveOnes(long seed) {
        String draft = RandomTraffic.CATALOG.replace(
                "    limits:\n", "    limits:\n      lot: { kind: quota, meter: calls, amount: 100000, per: P1Y }\n");
        try (NodeFixture node = start()) {
            RandomTraffic traffic = new RandomTraffic(node, seed).licenses(12);
            ShadowReport unused = node.admin().catalogs().setShadow(draft, BY);
            traffic.run(STEPS);
            traffic.endAll();

            ShadowReport report = node.admin().catalogs().shadow();
            assertThat(report.calls().compared()).isGreaterThan(STEPS / 5);
            assertThat(report.calls().differing()).as("%s", report).isZero();
            assertThat(report.calls().notCompared()).isZero();
            ANSWERS.addAll(traffic.answers);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void replayOfSameCatalogDiffersNever(long seed) {
        try (NodeFixture node = start()) {
            RandomTraffic traffic = new RandomTraffic(node, seed).licenses(12);
            traffic.run(STEPS);
            traffic.endAll();
            node.clock.advance(Duration.ofDays(40));

            WhatIfReport report = node.admin()
                    .catalogs()
                    .whatIf(new WhatIfRequest(
                            "# the same\n" + RandomTraffic.CATALOG,
                            Instant.parse(START),
                            node.clock.instant(),
                            null,
                            100));
            assertThat(report.calls()).isEqualTo(traffic.granted);
            assertThat(report.granted())
                    .isEqualTo(
                            new Calls(report.granted().live(), report.granted().live()));
            assertThat(report.differences()).isZero();
            assertThat(report.revenue())
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat(one.change()).isZero());
            assertThat(report.problems()).isEmpty();
            assertThat(report.period().live()).isNotEqualTo(report.period().draft());
        }
    }
}
