package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.schedule.Schedule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveCatalogTest {
    private final Schedule schedule = new Schedule();
    private static final String GOOD = Catalogs.text("weather.yaml");

    private final List<Catalog> received = new ArrayList<>();
    private Set<PlanId> pinned = Set.of();
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writeGoodCatalog() throws IOException {
        file = directory.resolve("licensing.yaml");
        Files.writeString(file, GOOD);
    }

    @Test
    void missingOrInvalidFileStopsStart() throws IOException {
        Files.writeString(file, GOOD.replace("[forecast.daily]", "[forecast.dayly]"));
        assertThatThrownBy(this::open)
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("licensing.yaml:15:16");
        Files.delete(file);
        assertThatThrownBy(this::open)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void anEditBecomesTheNewSnapshot() throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();

        assertThat(live.reload()).isFalse();
        assertThat(live.current()).isSameAs(before);
        Files.writeString(file, GOOD.replace("amount: 1000,", "amount: 2000,"));
        assertThat(live.reload()).isTrue();
        assertThat(received).containsExactly(live.current());
        assertThat(live.current()).isNotSameAs(before);
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void reportsInvalidEditAndKeepsSnapshot() throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();

        for (String bad : List.of(
                "", GOOD.substring(0, GOOD.indexOf("overage")), GOOD.replace("amount: 1000,", "amount: many,"))) {
            Files.writeString(file, bad);
            assertThat(live.reload()).isFalse();
            assertThat(live.current()).isSameAs(before);
            assertThat(live.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(live.health().detail()).contains("licensing.yaml:");
        }
        assertThat(live.health().detail()).contains(": 'amount' of limit 'monthly' is the text 'many'");
        Files.writeString(file, GOOD);
        assertThat(live.reload()).isFalse();
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void missingFileKeepsSnapshot() throws IOException {
        LiveCatalog live = open();

        Files.delete(file);
        live.reload();
        assertThat(live.health().detail()).contains("there is no such file");
        Path other = Files.writeString(directory.resolve("other"), GOOD.replace("weather-api", "renamed"));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        live.reload();
        assertThat(live.current().summary().name()).isEqualTo("renamed");
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void followsASymbolicLinkThatIsSwapped() throws IOException {
        Path first = Files.move(file, directory.resolve("first"));
        Path second = Files.writeString(directory.resolve("second"), GOOD.replace("weather-api", "renamed"));
        Files.createSymbolicLink(file, first);
        LiveCatalog live = open();

        Files.delete(file);
        Files.createSymbolicLink(file, second);

        assertThat(live.reload()).isTrue();
        assertThat(live.current().summary().name()).isEqualTo("renamed");
    }

    @Test
    void refusesRemovalOfPinnedPlan() throws IOException {
        pinned = Set.of(Catalogs.PRO);
        LiveCatalog live = open();

        Files.writeString(file, GOOD.replace("pro@1:", "pro@2:"));
        assertThat(live.reload()).isFalse();
        assertThat(live.health().detail()).contains("plan 'pro@1' would be gone, but a stored license pins it");
        pinned = Set.of();
        assertThat(live.reload()).isTrue();
    }

    @Test
    void refusesRemovalOfRecentlyUsedPlan() throws IOException {
        LiveCatalog live = open();
        live.used(Catalogs.PRO, now.toEpochMilli());
        Files.writeString(file, GOOD.replace("pro@1:", "pro@2:"));

        now = now.plus(Duration.ofHours(24));
        assertThat(live.reload()).isFalse();
        assertThat(live.health().detail()).contains("a license used it within 24 hours");
        now = now.plus(Duration.ofMinutes(1));
        assertThat(live.reload()).isTrue();
    }

    @Test
    void refusesRemovalOfRequiredNames() throws IOException {
        LiveCatalog live = open();
        Declaration hourly = new Declaration.Required(Requirement.features("forecast.hourly"));
        live.register(List.of(new Endpoint("GET", "/hourly", "Weather#hourly", hourly)), Unannotated.REQUIRE_LICENSE);

        Files.writeString(file, GOOD.replace("forecast.hourly", "forecast.minutely"));
        assertThat(live.reload()).isFalse();
        assertThat(live.health().detail()).contains("Weather#hourly: unknown feature 'forecast.hourly'");
    }

    @Test
    void reloadsDespiteFailingListener() throws IOException {
        LiveCatalog live = LiveCatalog.open(
                new LiveCatalog.Source(file, Duration.ZERO, () -> now, stored(), catalog -> {
                    throw new IllegalStateException("listener");
                }),
                schedule);

        Files.writeString(file, GOOD.replace("weather-api", "renamed"));
        assertThat(live.reload()).isTrue();
        assertThat(live.current().summary().name()).isEqualTo("renamed");
    }

    @Test
    @Tag("4.4.2")
    void appliesEditUnchangedForInterval() throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();
        String half = GOOD.substring(0, GOOD.indexOf("  pro@1:"));

        Files.writeString(file, half);
        live.look();
        assertThat(live.current()).isSameAs(before);
        Files.writeString(file, GOOD);
        live.look();
        live.look();
        assertThat(live.current()).isSameAs(before);

        Files.writeString(file, half + "endpoints: [{ match: GET /x, feature: export.csv }]\n");
        live.look();
        assertThat(live.current().has(Catalogs.PRO)).isTrue();
        live.look();
        assertThat(live.current().has(Catalogs.PRO)).isFalse();
    }

    @ParameterizedTest
    @Tag("4.4.2")
    @CsvSource({"rule, every endpoint rule", "plan, every plan", "limit, every limit"})
    void confirmsEditThatDropsAllOfKind(String dropped, String message) throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();
        Files.writeString(file, without(dropped));

        for (int look = 1; look < 2 + Settling.SECOND_LOOK; look++) {
            live.look();
            assertThat(live.current()).isSameAs(before);
        }
        assertThat(live.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(live.health().detail()).contains(message + " would be dropped");
        live.look();
        assertThat(live.current()).isNotSameAs(before);
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    @Test
    @Tag("4.4.2")
    void aPausedWriterLosesNoRule() throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();
        Files.writeString(file, GOOD.substring(0, GOOD.indexOf("endpoints:")));
        live.look();
        live.look();
        live.look();
        Files.writeString(file, GOOD);
        live.look();

        assertThat(live.current()).isSameAs(before);
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    private static String without(String kind) {
        String plans = GOOD.substring(GOOD.indexOf("plans:"), GOOD.indexOf("endpoints:"));
        return switch (kind) {
            case "rule" -> GOOD.substring(0, GOOD.indexOf("endpoints:"));
            case "plan" ->
                GOOD.replace(plans, "plans: { other@1: { limits: { p: { kind: concurrency, max: 1 } } } }\n");
            default -> GOOD.replace(plans, "plans: { free@1: {}, pro@1: {} }\n");
        };
    }

    @Test
    @Tag("4.4.1")
    void refusesPipeWithoutWaiting() throws Exception {
        LiveCatalog live = open();
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        assertThat(live.reload()).isFalse();
        assertThat(live.health().detail()).contains("it is no regular file");
        assertThatThrownBy(this::open).hasMessageContaining("it is no regular file");
    }

    @Test
    @Tag("4.4.1")
    void aReplacedFileKeepsItsPermissions() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        LiveCatalog live = open();

        live.put(GOOD.replace("weather-api", "renamed").getBytes(StandardCharsets.UTF_8));

        assertThat(Files.readString(file)).contains("catalog: renamed");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        assertThat(live.current().summary().name()).isEqualTo("renamed");
    }

    @Test
    void pollsFile() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        try (LiveCatalog live = LiveCatalog.open(
                new LiveCatalog.Source(file, Duration.ofMillis(5), () -> now, stored(), catalog -> changed.countDown()),
                schedule)) {
            Files.writeString(file, GOOD.replace("weather-api", "renamed"));

            assertThat(changed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(live.current().summary().name()).isEqualTo("renamed");
        }
    }

    @Test
    @Tag("4.4.1")
    void pollsAgainAfterError() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        AtomicBoolean fails = new AtomicBoolean(true);
        StoredPlans failing = new StoredPlans() {
            @Override
            public Set<PlanId> pinned() {
                if (fails.get()) {
                    failures.incrementAndGet();
                    throw new OutOfMemoryError("planted");
                }
                return Set.of();
            }

            @Override
            public long licensesOn(PlanId plan) {
                return 0;
            }
        };
        try (LiveCatalog live = LiveCatalog.open(
                new LiveCatalog.Source(file, Duration.ofMillis(5), () -> now, failing, catalog -> changed.countDown()),
                schedule)) {
            Files.writeString(file, GOOD.replace("weather-api", "renamed"));
            while (failures.get() < 2) {
                Thread.onSpinWait();
            }
            assertThat(live.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(live.health().detail()).contains("OutOfMemoryError");
            fails.set(false);
            assertThat(changed.await(10, TimeUnit.SECONDS)).isTrue();
            while (live.health().status() != Status.UP) {
                Thread.onSpinWait();
            }
            assertThat(live.current().summary().name()).isEqualTo("renamed");
        }
    }

    @Test
    void listsCountersThatEnd() {
        Catalog before = Catalogs.read(
                plan(
                        "monthly: {kind: quota, meter: calls, amount: 1, per: P1M}, old: {kind: concurrency, max: 1}, m: {kind: quota, meter: calls, amount: 1, per: P1D}"));
        Catalog after = Catalogs.read(
                plan(
                        "requests: {was: monthly, kind: quota, meter: calls, amount: 2, per: P1M}, m: {kind: quota, meter: calls, amount: 1, per: P1M}, extra: {kind: concurrency, max: 1}"));

        assertThat(CatalogDiff.between(before, after, plan -> 0))
                .containsExactly(
                        "plan p@1: the counter of limit 'm' (quota) ends, a new one starts: meter, kind or per has changed, and it starts with the use of its period so far;"
                                + " it was 1 calls per P1D, is now 1 calls per P1M",
                        "plan p@1: limit 'monthly' was 1 calls per P1M, is now 'requests', 2 calls per P1M; its counter goes on",
                        "plan p@1: the counter of limit 'old' (concurrency) ends",
                        "plan p@1: limit 'extra' is new: 1 at once");
        assertThat(CatalogDiff.between(before, before, plan -> 0)).isEmpty();
    }

    @Test
    @Tag("4.5.2")
    void listsEveryChangeOfPricing() {
        Catalog before = Catalogs.read(
                GOOD.replace("    trial: { for", "    price: { amount: 49.00 USD, per: P1M }\n    trial: { for"));
        Catalog after = Catalogs.read(GOOD.replace(
                        "    trial: { for: P14D",
                        "    price: { amount: 59.00 USD, per: P1M }\n    retired: true\n    trial: { for: P7D")
                .replace("[forecast.hourly, export.csv]", "[forecast.hourly, forecast.beta]")
                .replace("access: full", "access: { reduced: free@1 }")
                .replace("cap: 200000, unit-price: 0.0004 USD", "cap: 100000, unit-price: 0.0005 USD")
                .replace("charge: { calls: 10 }", "charge: { calls: 11 }")
                .replace("percent: 25", "percent: 30"));

        assertThat(CatalogDiff.between(before, after, plan -> plan.equals(Catalogs.PRO) ? 3 : 0))
                .containsExactly(
                        "plan pro@1: price was 49.00 USD per P1M, is now 59.00 USD per P1M",
                        "plan pro@1: trial was P14D, then free@1, is now P7D, then free@1",
                        "plan pro@1: grace was P7D with full access, is now P7D with access as free@1",
                        "plan pro@1: sale was public, is now retired",
                        "plan pro@1: no longer includes [export.csv]",
                        "plan pro@1: now includes [forecast.beta]",
                        "plan pro@1: limit 'monthly' was 100000 calls per P1M, warn-at [80, 100], overage up to 200000 at 0.0004 USD,"
                                + " is now 100000 calls per P1M, warn-at [80, 100], overage up to 100000 at 0.0005 USD; its counter goes on",
                        "plan pro@1: this touches 3 stored licenses; terms in a new version, such as pro@2, would leave them as they are",
                        "feature forecast.beta: rollout was 25 %, is now 30 %",
                        "endpoint rule GET /v1/export/** has changed");
    }

    @Test
    @Tag("4.5.2")
    void reportsRulesThatComeAndGo() {
        Catalog before = Catalogs.read(GOOD);
        Catalog after = Catalogs.read(GOOD.replace("GET /v1/export/**", "POST /v1/export/**"));

        assertThat(CatalogDiff.between(before, after, plan -> 1))
                .containsExactly("endpoint rule GET /v1/export/** is gone", "endpoint rule POST /v1/export/** is new");
    }

    private StoredPlans stored() {
        return new StoredPlans() {
            @Override
            public Set<PlanId> pinned() {
                return pinned;
            }

            @Override
            public long licensesOn(PlanId plan) {
                return plan.equals(Catalogs.PRO) ? 3 : 0;
            }
        };
    }

    private static String plan(String limits) {
        return "catalog: c\nplans: {p@1: {limits: {" + limits + "}}}\n";
    }

    private LiveCatalog open() {
        return LiveCatalog.open(
                new LiveCatalog.Source(file, Duration.ZERO, () -> now, stored(), received::add), schedule);
    }
}
