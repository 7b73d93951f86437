package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A real database fails under load: every call is granted in time, the disk is bounded, and nothing is lost. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
@Tag("rule-3.4")
class DatabaseOutageTest {
    private static final int SEGMENT = 1 << 19;
    /** The size of a call in the journal, in bytes. */
    private static final int RECORD = 72;

    private static final int LICENSES = 8;
    /** Far above the time of a call, for machines under load. */
    private static final Duration SLOW = Duration.ofMillis(50);
    /** Half of the shortest time-out of the database: no call can have waited for one. */
    private static final Duration NEVER = Duration.ofMillis(500);

    private static final String CATALOG = """
            catalog: weather-api
            features:
              forecast.daily: {}
            plans:
              pro@1:
                features: [forecast.daily]
                limits:
                  burst:    { kind: rate, permits: 1000000, per: PT1S, burst: 1000000 }
                  monthly:  { kind: quota, meter: calls, amount: 1000000000, per: P1M, warn-at: [80] }
                  parallel: { kind: concurrency, max: 100 }
            """;

    @TempDir
    Path dir;

    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicLong largest = new AtomicLong();

    @SuppressWarnings("NullAway.Init") // Each test opens it first, on a database of its own.
    private Store store;

    @SuppressWarnings("NullAway.Init") // As the store.
    private LicensingEngine engine;

    private enum Outage {
        FROZEN,
        KILLED
    }

    @Test
    void frozenDatabaseStopsNoCall() throws Exception {
        outage(Outage.FROZEN, Duration.ofSeconds(2));
    }

    @Test
    void killedDatabaseStopsNoCall() throws Exception {
        outage(Outage.KILLED, Duration.ofSeconds(2));
    }

    @Test
    @Tag("proof")
    void databaseFrozenForMinuteStopsNoCall() throws Exception {
        outage(Outage.FROZEN, Duration.ofSeconds(60));
    }

    @Test
    @Tag("proof")
    void databaseKilledForMinuteStopsNoCall() throws Exception {
        outage(Outage.KILLED, Duration.ofSeconds(60));
    }

    /** The latencies of calls before, during and after an outage, and the size of the journal at its end. */
    private record Measured(Latencies before, Latencies during, Latencies after, long waiting) {}

    private void outage(Outage outage, Duration away) throws Exception {
        // Calls before it fill half of the bound, which is kept, and those of the outage the half that is left and
        // more.
        long bound = 2L * SEGMENT + (away.toSeconds() + 5) * PacedLoad.CALLS_A_SECOND * RECORD;
        ScheduledExecutorService watch = watchDisk();
        try (StoppablePostgres database = new StoppablePostgres(dir.resolve("database"))) {
            open(database.source(), bound);
            try (PacedLoad load = new PacedLoad(engine, keys())) {
                load.burst(bound / RECORD / 2);
                awaitLedger(load);
                Measured measured = measure(load, database, outage, away);
                System.out.printf(
                        "PostgreSQL %s for %d s: before %s; meanwhile %s, %d above %d ms; after %s; journal %d KiB at the"
                                + " end of it, at most %d of %d KiB; %d calls settled, all in the ledger%n",
                        outage,
                        away.toSeconds(),
                        measured.before,
                        measured.during,
                        measured.during.above(SLOW),
                        SLOW.toMillis(),
                        measured.after,
                        measured.waiting >> 10,
                        largest.get() >> 10,
                        bound >> 10,
                        load.total());
                assertThat(measured.during.count()).isGreaterThan(away.toSeconds() * PacedLoad.CALLS_A_SECOND / 2);
                assertInTime(measured.before, measured.during);
                assertInTime(measured.before, measured.after);
                assertThat(largest.get()).isBetween(bound / 2, bound + 4_096);
                assertCounted(load);
            } finally {
                engine.close();
            }
        } finally {
            watch.shutdownNow();
        }
    }

    private Measured measure(PacedLoad load, StoppablePostgres database, Outage outage, Duration away)
            throws Exception {
        load.start();
        Latencies before = load.runFor(Duration.ofSeconds(1));
        stop(database, outage);
        Latencies during = load.runFor(away);
        long waiting = size(dir.resolve("journal"));
        resume(database, outage);
        Latencies after = load.runFor(Duration.ofSeconds(1));
        load.stop();
        awaitLedger(load);
        return new Measured(before, during, after, waiting);
    }

    private static void assertInTime(Latencies before, Latencies measured) {
        assertThat(measured.max()).isLessThan(NEVER);
        assertThat(measured.above(SLOW)).isLessThanOrEqualTo(1 + measured.count() / 1_000);
        assertThat(measured.allButOneIn(100)).isLessThan(before.allButOneIn(100).plus(Duration.ofMillis(5)));
    }

    private void open(PGSimpleDataSource source, long bound) throws Exception {
        Path file = Files.writeString(dir.resolve("licensing.yaml"), CATALOG);
        PostgresSettings settings = PostgresSettings.defaults().timeout(Duration.ofSeconds(1));
        store = JdbcStore.on(source, settings);
        JournalSettings journal = JournalSettings.in(dir.resolve("journal")).sizes(SEGMENT, bound);
        engine = new LicensingBuilder()
                .issuer(EngineFixture.ISSUER)
                .audience(EngineFixture.AUDIENCE)
                .catalog(file)
                .keys(KeyRing.open(dir.resolve("signing-keys.json"), Instant.EPOCH))
                .stored(StoreOptions.in(store)
                        .node("one")
                        .auditKey(AuditKey.at(dir.resolve("audit.key")))
                        .usage(UsageSettings.journaled(journal)))
                .build();
    }

    private Map<String, String> keys() {
        LicenseAdmin admin = engine.management().admin().orElseThrow();
        Map<String, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < LICENSES; i++) {
            String license = admin.licenses()
                    .create(NewLicense.of("acme", PlanId.parse("pro@1")), BY)
                    .id();
            keys.put(
                    license,
                    admin.keys().create(license, KeyRequest.plain(), BY).key());
        }
        return keys;
    }

    private static void stop(StoppablePostgres database, Outage outage) throws Exception {
        if (outage == Outage.FROZEN) {
            database.freeze();
        } else {
            database.kill();
        }
        PGSimpleDataSource source = database.source();
        source.setLoginTimeout(1);
        assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
    }

    private static void resume(StoppablePostgres database, Outage outage) throws Exception {
        if (outage == Outage.FROZEN) {
            database.thaw();
        } else {
            database.restart();
        }
    }

    /** Measures the size of the journal every few milliseconds. */
    private ScheduledExecutorService watchDisk() {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        var unused = thread.scheduleWithFixedDelay(
                () -> {
                    // Files come and go while they are listed: only what is seen twice is there.
                    Path journal = dir.resolve("journal");
                    long seen = Math.min(size(journal), size(journal));
                    largest.accumulateAndGet(seen, Math::max);
                },
                0,
                5,
                TimeUnit.MILLISECONDS);
        return thread;
    }

    private static long size(Path directory) {
        long size = 0;
        File[] files = directory.toFile().listFiles();
        for (File file : files == null ? new File[0] : files) {
            size += file.length();
        }
        return size;
    }

    private void awaitLedger(PacedLoad load) throws InterruptedException {
        while (!inLedger().equals(new TreeMap<>(load.settled()))) {
            assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private Map<String, Long> inLedger() {
        UsageLedger ledger = store.usage();
        Map<String, Long> calls = new TreeMap<>();
        for (UsageSource source : ledger.sources("one")) {
            ledger.totals(source, null, 1_000)
                    .items()
                    .forEach(total -> calls.merge(total.license().value(), total.calls(), Long::sum));
        }
        return calls;
    }

    /** Checks that billed and enforced usage agree, and that health is up again. */
    private void assertCounted(PacedLoad load) {
        load.settled()
                .forEach((license, calls) -> assertThat(
                                store.usage().counters(new LicenseId(EngineFixture.ISSUER, license), Instant.EPOCH))
                        .singleElement()
                        .extracting(CounterIncrement::units)
                        .isEqualTo(calls));
        assertThat(engine.info().health().components())
                .filteredOn(component -> component.name().startsWith("usage"))
                .allSatisfy(component -> assertThat(component.status()).isEqualTo(Status.UP));
    }
}
