package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.UsageForecast;
import io.github.licensing4j.admin.UsageForecast.Expected;
import io.github.licensing4j.admin.UsageForecast.Missing;
import io.github.licensing4j.core.NodeFixture.Kept;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas and credits of a license are forecast from its usage, whatever else happens to the license. */
class LicenseForecastTest {
    private static final String CATALOG = NodeFixture.freePlan(
            "monthly: { kind: quota, meter: calls, amount: 250, per: P1M }",
            "paid: { kind: quota, meter: calls, amount: 100, per: P1M, overage: { cap: 1000, unit-price: 0.50 USD } }",
            "shared: { kind: quota, meter: calls, amount: 400, per: P1M, of: customer,"
                    + " overage: { cap: 1000, unit-price: 1.00 USD } }",
            "each: { kind: quota, meter: calls, amount: 900, per: P1M, of: key }",
            "prepaid: { kind: credits, meter: calls, initial: 300 }",
            "term: { kind: quota, meter: calls, amount: 90000, per: P5Y }",
            "night: { kind: quota, meter: calls, amount: 900, per: P1M, headers: [x-night], when: \"'x-night' in headers\" }",
            "second: { kind: rate, permits: 1000, per: PT1S }");
    private static final String PRO =
            CATALOG + "  pro@1: { limits: { included: { kind: quota, meter: calls, amount: 600, per: P1M } } }\n";

    @TempDir
    Path dir;

    private NodeFixture open(Kept kept, String catalog) {
        return NodeFixture.of(kept, dir, "2026-03-01T00:00:00Z").start(catalog);
    }

    private static void days(NodeFixture node, int days, Map<String, Integer> callsOfKeys) {
        for (int day = 0; day < days; day++) {
            callsOfKeys.forEach(node::calls);
            node.clock.advance(Duration.ofDays(1));
        }
    }

    private static Map<String, UsageForecast> forecasts(NodeFixture node, String license) {
        return node.admin().usage().forecasts(license).stream()
                .collect(Collectors.toMap(forecast -> forecast.status().limit().name(), Function.identity()));
    }

    private static UsageForecast forecast(NodeFixture node, String license, String limit) {
        return Objects.requireNonNull(forecasts(node, license).get(limit));
    }

    private static Expected expected(NodeFixture node, String license, String limit) {
        return Objects.requireNonNull(forecast(node, license, limit).expected());
    }

    @InEveryStore
    void continuesUsageOfDays(Kept kept) {
        try (NodeFixture node = open(kept, CATALOG)) {
            String license = node.license("free@1");
            days(node, 20, Map.of(node.key(license), 10));

            assertThat(node.admin().usage().forecasts(license))
                    .extracting(forecast -> forecast.status().limit().name())
                    .containsExactly("monthly", "paid", "shared", "prepaid", "term", "night");
            Expected monthly = expected(node, license, "monthly");
            assertThat(monthly.units()).isEqualTo(310);
            assertThat(monthly.exhaustsAt()).isEqualTo("2026-03-26T00:00:00Z");
            assertThat(monthly.overageCost()).isNull();
            assertThat(monthly.range()).isNull();
            assertThat(forecast(node, license, "monthly").until()).isEqualTo("2026-04-01T00:00:00Z");
            assertThat(expected(node, license, "paid").overageCost()).hasToString("105.00 USD");
            assertThat(expected(node, license, "prepaid").units()).isEqualTo(300);
            assertThat(expected(node, license, "prepaid").exhaustsAt()).isEqualTo("2026-03-31T00:00:00Z");
        }
    }

    @InEveryStore
    void countsCorrectionsAndOutlivesRestart(Kept kept) {
        String catalog = NodeFixture.freePlan("monthly: { kind: quota, meter: calls, amount: 250, per: P1M }");
        try (NodeFixture node = open(kept, catalog)) {
            String license = node.license("free@1");
            days(node, 15, Map.of(node.key(license), 10));
            node.correct(license, "100");

            assertThat(expected(node, license, "monthly").units()).isEqualTo(410);
            assertThat(expected(node, license, "monthly").exhaustsAt()).isEqualTo(node.clock.instant());
            node.restart(catalog);
            assertThat(expected(node, license, "monthly").units()).isEqualTo(410);
        }
    }

    @InEveryStore
    void forecastsBudgetOfAllLicensesOfCustomer(Kept kept) {
        try (NodeFixture node = open(kept, CATALOG)) {
            String one = node.license("free@1");
            String other = node.license("free@1");
            days(node, 20, Map.of(node.key(one), 10, node.key(other), 5));

            assertThat(expected(node, one, "shared")).isEqualTo(expected(node, other, "shared"));
            assertThat(expected(node, one, "shared").units()).isEqualTo(465);
            assertThat(expected(node, one, "shared").overageCost()).hasToString("65.00 USD");
            assertThat(expected(node, one, "monthly").units()).isEqualTo(310);
        }
    }

    @Test
    void keepsUsageOfPlanBefore() {
        try (NodeFixture node = open(Kept.SQLITE, PRO)) {
            String license = node.license("free@1");
            String key = node.key(license);
            days(node, 20, Map.of(key, 10));
            node.changePlan(license, "pro@1", UsageTreatment.FRESH);
            node.calls(key, 4);

            UsageForecast included = forecast(node, license, "included");
            assertThat(included.status().used()).isEqualTo(4);
            assertThat(expected(node, license, "included").units())
                    .isEqualTo(4
                            + 10
                                    * Duration.between(node.clock.instant(), included.until())
                                            .toDays());
        }
    }

    @Test
    void saysWhyThereIsNone() {
        try (NodeFixture node = open(Kept.MEMORY, CATALOG)) {
            String license = node.license("free@1");
            String key = node.key(license);
            assertThat(missing(node, license))
                    .containsEntry("monthly", Missing.NO_USAGE)
                    .containsEntry("term", Missing.PERIOD_TOO_LONG)
                    .containsEntry("night", Missing.CONDITIONAL);
            days(node, 2, Map.of(key, 10));
            node.calls(key, 10);
            assertThat(missing(node, license)).containsEntry("monthly", Missing.TOO_FEW_DAYS);
            days(node, 1, Map.of());
            assertThat(missing(node, license)).containsOnlyKeys("term", "night");
            assertThat(expected(node, license, "monthly").units()).isEqualTo(310);

            assertThatThrownBy(() -> node.admin().usage().forecasts("lic_none")).isInstanceOf(NotFoundException.class);
        }
    }

    private static Map<String, Missing> missing(NodeFixture node, String license) {
        return forecasts(node, license).entrySet().stream()
                .filter(entry -> entry.getValue().missing() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Objects.requireNonNull(entry.getValue().missing())));
    }

    @Test
    void leavesOutRates() {
        try (NodeFixture node =
                open(Kept.MEMORY, NodeFixture.freePlan("second: { kind: rate, permits: 10, per: PT1S }"))) {
            assertThat(node.admin().usage().forecasts(node.license("free@1"))).isEmpty();
        }
    }
}
