package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.License;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.UsageAdmin.UsageFilter;
import io.github.licensing4j.core.NodeFixture.Kept;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Usage without a range is that of the billing period that runs. */
@Tag("4.1.9")
class CurrentPeriodUsageTest {
    private static final String CATALOG =
            NodeFixture.freePlan("m: { kind: quota, meter: calls, amount: 100, per: P1M }")
                    + "  quarterly@1: { extends: free@1, price: { amount: 30.00 USD, per: P3M } }\n"
                    + "  trial@1: { extends: free@1, trial: { for: P45D, then: free@1 } }\n";

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    private NodeFixture open(Kept kept) {
        return NodeFixture.of(kept, dir, clock).start(CATALOG);
    }

    private static UsageFilter of(@Nullable String license, @Nullable Instant to) {
        return new UsageFilter(
                null, new UsageSelection(license, null, null, null), null, to, Set.of(), UsageKind.CHARGED, null, 100);
    }

    private static long units(NodeFixture node, @Nullable String license, @Nullable Instant to) {
        return node.admin().usage().usage(of(license, to)).items().stream()
                .mapToLong(UsageTotal::units)
                .sum();
    }

    @ParameterizedTest
    @EnumSource(names = {"MEMORY", "SQLITE"})
    void startsWithPeriodOfLicense(Kept kept) {
        try (NodeFixture node = open(kept)) {
            String license = node.license("free@1");
            String key = node.key(license);
            node.calls(key, 5);
            clock.set("2026-04-05T09:00:00Z");
            node.calls(key, 3);
            assertThat(units(node, license, null)).isEqualTo(8);
            assertThat(units(node, null, null)).isEqualTo(3);
            clock.set("2026-04-12T09:00:00Z");
            node.restart(CATALOG);
            node.calls(key, 2);
            assertThat(units(node, license, null)).isEqualTo(2);
            // Up to an instant of an earlier period: that period.
            assertThat(units(node, license, Instant.parse("2026-04-06T00:00:00Z")))
                    .isEqualTo(8);
            assertThat(units(node, license, Instant.parse("2026-02-01T00:00:00Z")))
                    .isZero();
        }
    }

    @Test
    void followsPriceAndPlanChanges() {
        try (NodeFixture node = open(Kept.SQLITE)) {
            String license = node.license("quarterly@1");
            String key = node.key(license);
            node.calls(key, 5);
            clock.set("2026-05-20T09:00:00Z");
            node.calls(key, 3);
            assertThat(units(node, license, null)).isEqualTo(8);
            clock.set("2026-05-21T09:00:00Z");
            node.changePlan(license, "free@1", UsageTreatment.FRESH);
            node.calls(key, 2);
            assertThat(units(node, license, null)).isEqualTo(2);
        }
    }

    @Test
    void countsWholeTrial() {
        try (NodeFixture node = open(Kept.SQLITE)) {
            String license = node.admin()
                    .licenses()
                    .create(NewLicense.of("acme", PlanId.parse("trial@1")).tried(), AdminFixture.BY)
                    .id();
            String key = node.key(license);
            node.calls(key, 5);
            clock.set("2026-04-20T09:00:00Z");
            node.calls(key, 3);
            assertThat(units(node, license, null)).isEqualTo(8);
        }
    }

    @Test
    void followsAnchorOfToken() {
        try (NodeFixture node = open(Kept.SQLITE)) {
            String token = node.engine()
                    .issuer
                    .issue(new LicenseTokenRequest(
                            "acme",
                            "lic_self",
                            PlanId.parse("free@1"),
                            Duration.ofDays(60),
                            Set.of(),
                            List.of(),
                            Map.of(),
                            Instant.parse("2026-01-20T00:00:00Z"),
                            null,
                            null));
            node.calls(token, 5);
            clock.set("2026-03-25T09:00:00Z");
            node.calls(token, 3);
            License license = node.engine().identified(token).license().orElseThrow();
            assertThat(node.admin().usage().usage(of("lic_self", null), license).items())
                    .extracting(UsageTotal::units)
                    .containsExactly(3L);
        }
    }
}
