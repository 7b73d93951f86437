package io.github.licensing4j.core;

import static io.github.licensing4j.core.BilledNode.CALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.core.BilledNode.Kept;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.core.insight.InsightSettings;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Old refusals and latencies are kept by the day alone, and the audit log says so. */
class InsightRetentionTest {
    private static final String CATALOG = """
            catalog: kept
            plans:
              pro@1: { limits: { monthly: { kind: quota, meter: calls, amount: 1, per: P1M } } }
            """;
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES"})
    void keepsDaysOfRefusals(Kept kept) {
        try (BilledNode node =
                new BilledNode(dir, "a", CATALOG, clock, kept.stores(dir).get())) {
            String key = node.key(node.license("acme", "pro@1")).key();
            node.calls(1, key, null);
            assertThat(node.call(key, null, CALL)).isEqualTo("quota-exhausted");
            node.tend();
            clock.set("2026-04-02T00:00:00Z");
            ((Administration) node.admin()).insightMaintenance().orElseThrow().prune();

            InsightFilter march =
                    InsightFilter.groupedBy(new InsightDimension[0]).between(MARCH, MARCH.plus(Duration.ofDays(2)));
            assertThat(node.admin()
                            .insights()
                            .refusals(march.step(InsightStep.HOUR))
                            .items())
                    .isEmpty();
            assertThat(node.admin()
                            .insights()
                            .refusals(march.step(InsightStep.DAY))
                            .items())
                    .hasSize(1);
            assertThat(node.admin().insights().latency(march).items()).hasSize(1);
            assertThat(node.admin().insights().usage(march).items()).hasSize(1);
            assertThat(node.admin().audit().read(null, null, 1_000).items())
                    .filteredOn(entry -> entry.action().equals("insight.pruned"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.details()).containsEntry("combined", "0"));
        }
    }

    @Test
    void rejectsSettingsThatLoseWhatIsNeeded() {
        Duration day = Duration.ofDays(1);
        assertThatThrownBy(() -> new InsightSettings(Duration.ofDays(34), day, day, 3))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("usage-hours");
        assertThatThrownBy(() -> new InsightSettings(null, Duration.ofHours(23), day, 3))
                .hasMessageContaining("measurement-hours");
        assertThatThrownBy(() -> new InsightSettings(null, Duration.ofDays(2), day, 3))
                .hasMessageContaining("measurement-days");
        assertThatThrownBy(() -> new InsightSettings(null, day, null, 24)).hasMessageContaining("prune-hour");
    }
}
