package io.github.licensing4j.examples.weather.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.Licenses.LicenseFilter;
import io.github.licensing4j.admin.SignalFilter;
import io.github.licensing4j.admin.UsageForecast;
import io.github.licensing4j.core.admin.Administration;
import io.github.licensing4j.examples.weather.WeatherApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Simulated calls are in usage, refusals, forecasts and reconciliation, and the clock ends at the real time. */
class TrafficTest {
    @TempDir
    Path dir;

    private ConfigurableApplicationContext context;
    private LicenseAdmin admin;

    @BeforeEach
    void start() {
        context = new SpringApplicationBuilder(WeatherApplication.class)
                .profiles("traffic")
                .run(
                        "--server.port=0",
                        "--licensing.catalog.location=" + Path.of("../weather-api/licensing.yaml"),
                        "--licensing.keys.location=",
                        "--licensing.keys.generate=true",
                        "--licensing.store.data-dir=" + dir.resolve("data"),
                        "--spring.main.banner-mode=off");
        admin = context.getBean(LicenseAdmin.class);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private UsageForecast.Expected expected(String customer) {
        String license = admin.licenses()
                .list(new LicenseFilter(customer, null, null, 1))
                .items()
                .get(0)
                .id();
        return admin.usage().forecasts(license).stream()
                .filter(forecast -> forecast.status().limit().name().equals("monthly"))
                .map(forecast -> Objects.requireNonNull(forecast.expected()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isInEveryFigure() {
        TrafficGenerator traffic = context.getBean(TrafficGenerator.class);
        assertThat(traffic.granted()).isBetween(300_000L, 1_000_000L);
        assertThat(traffic.refused()).isGreaterThan(100);
        assertThat(context.getBean(LicensingInfo.class).clock().instant())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));

        InsightFilter all = InsightFilter.groupedBy(InsightDimension.CUSTOMER)
                .between(Instant.now().minus(Duration.ofDays(100)), null);
        assertThat(admin.insights()
                        .usage(all.where(InsightDimension.METER, "calls"))
                        .items())
                .hasSize(Habit.all().size())
                .extracting(InsightGroup::figures)
                .extracting(UsageFigures::calls)
                .satisfies(calls -> assertThat(
                                calls.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(traffic.granted()));
        Map<String, Long> refused = admin.insights().refusals(all).items().stream()
                .collect(Collectors.toMap(
                        group -> Objects.requireNonNull(group.keys().get(InsightDimension.CUSTOMER)),
                        group -> group.figures().refused()));
        assertThat(refused.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(traffic.refused());
        assertThat(refused).containsKeys("sim-near-limit", "sim-wants-hourly");

        assertThat(admin.insights().revenue(all.step(InsightStep.PERIOD)).items())
                .isNotEmpty();

        checkForecast();
        checkSignals();
        assertThat(admin.usage().reconcile().isClean()).isTrue();
    }

    private void checkSignals() {
        ((Administration) admin).tend();
        assertThat(admin.signals()
                        .list(SignalFilter.allOpen().page(null, 1_000))
                        .items())
                .extracting(
                        signal -> signal.kind().text() + " " + signal.subject().customer())
                .contains(
                        "key-sharing sim-shared",
                        "burst sim-burst",
                        "enumeration sim-explorer",
                        "credential-stuffing ",
                        "silence sim-silent",
                        "near-limit sim-near-limit",
                        "feature-refused sim-wants-hourly")
                .doesNotContain("key-sharing sim-office", "burst sim-spikes", "silence sim-hobby");
    }

    private void checkForecast() {
        UsageForecast.Expected growing = expected("sim-growing");
        assertThat(growing.range()).isNotNull();
        assertThat(growing.accuracy()).isNotNull();
        assertThat(growing.units()).isGreaterThan(50_000);
    }
}
