package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/** One database, the processes that share it, and the licenses that they all call with. */
final class SharingWorld implements AutoCloseable {
    /** The time of the database. */
    static final String DATABASE_TIME = "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

    private static final long SMALL = 1_000;

    /** The pause between calls under a small amount, for each thread of a process. */
    private static final Duration SMALL_PAUSE = Duration.ofMillis(6);

    /** The same where an edit or a correction must come before the amount is used up. */
    private static final Duration PACED_SMALL_PAUSE = Duration.ofMillis(60);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private static final Duration WATCHED_EVERY = Duration.ofMillis(1);

    final Path dir;
    final SharingScenario scenario;
    final long amount;
    final int threads;
    final PGSimpleDataSource database = Postgres.newStoreSchema();
    final List<SharingProcess> running = new ArrayList<>();
    final NodeFixture admin;
    final List<String> licenses = new ArrayList<>();
    String now = "2026-06-10T00:00:00Z";
    /** The database as processes reach it. */
    PGSimpleDataSource ofNodes = database;
    /** Their policy while they do not. */
    Quotas outage = Quotas.LEASED_ONLY;

    private final List<SharingProcess> asked = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final List<String> keys = new ArrayList<>();
    private Path catalog;
    /** The pause of calls, at first where the amount may be used up before anything happens. */
    Duration pause;

    SharingWorld(Path dir, SharingScenario scenario, long amount, int threads) throws IOException {
        this.dir = dir;
        this.scenario = scenario;
        this.amount = amount;
        this.threads = threads;
        this.pause = pauseOf(scenario, amount, threads);
        this.admin = NodeFixture.node(dir.resolve("admin"), new MovableClock("2026-06-01T00:00:00Z"), database)
                .start(NodeFixture.freePlan(scenario.limit(scenario.initial(amount))));
        this.catalog = catalog(scenario.initial(amount));
        for (int i = 0; i < scenario.licenses(); i++) {
            licenses.add(admin.license("free@1"));
            keys.add(admin.key(licenses.get(i)));
        }
        scenario.prepare(this);
    }

    private static Duration pauseOf(SharingScenario scenario, long amount, int threads) {
        if (amount < SMALL) {
            return (scenario.isPaced() ? PACED_SMALL_PAUSE : SMALL_PAUSE).multipliedBy(threads);
        }
        return scenario.isPaced() ? PAUSE : Duration.ZERO;
    }

    /** Writes the catalog of an amount, with which nodes start from now on. */
    Path catalog(long ofPlan) throws IOException {
        catalog = Files.writeString(
                dir.resolve("catalog-" + ofPlan + ".yaml"), NodeFixture.freePlan(scenario.limit(ofPlan)));
        return catalog;
    }

    SharingProcess begin(String name) throws IOException {
        SharingProcess process = new SharingProcess(new SharingSettings(
                dir.resolve(name),
                ofNodes.getURL() + "&user=" + ofNodes.getUser(),
                ofNodes.getCurrentSchema(),
                keys,
                catalog,
                threads,
                now,
                pause,
                outage));
        running.add(process);
        names.add(name);
        return process;
    }

    void kill(SharingProcess process) throws InterruptedException {
        process.kill();
        running.remove(process);
    }

    /** Sends a command to every process; {@link #awaitDone} waits until all that still run have performed it. */
    void toAll(String command) throws IOException {
        asked.addAll(running);
        for (SharingProcess one : running) {
            one.send(command);
        }
    }

    /** Ends the pauses. */
    void hurry() throws IOException {
        pause = Duration.ZERO;
        toAll("fast");
    }

    void awaitDone() throws IOException {
        for (SharingProcess one : asked) {
            if (running.contains(one)) {
                one.awaitDone();
            }
        }
        asked.clear();
    }

    void awaitGranted(long calls) throws IOException {
        while (granted(0) + granted(1) < calls) {
            assertThat(Thread.currentThread().isInterrupted()).as("in time").isFalse();
            LockSupport.parkNanos(WATCHED_EVERY.toNanos());
        }
    }

    /** Waits until every node is refused, and ends one after the other: what it returns is for those that are left. */
    void end() throws Exception {
        for (SharingProcess one : List.copyOf(running)) {
            toAll("idle");
            awaitDone();
            one.end();
            running.remove(one);
        }
    }

    /** Returns the calls that were answered in the first period (0) or later (1). */
    long granted(int period) throws IOException {
        long sum = 0;
        for (String name : names) {
            sum += SharingNode.granted(dir.resolve(name), period);
        }
        return sum;
    }

    /** Returns how long the longest call took. */
    Duration longest() throws IOException {
        Duration longest = Duration.ZERO;
        for (String name : names) {
            Duration own = SharingNode.longest(dir.resolve(name));
            longest = own.compareTo(longest) > 0 ? own : longest;
        }
        return longest;
    }

    /** The units of the first period (0) or the second one (1): those in the ledger, and leased ones that are not there. */
    record Units(long settled, long leased) {
        Units plus(Units other) {
            return new Units(settled + other.settled, leased + other.leased);
        }

        long sum() {
            return settled + leased;
        }
    }

    /**
     * Reads the units of a period. Leased units are read before those in the ledger: while nodes call the sum is exact or too large.
     */
    Units units(int period) {
        Units sum = new Units(0, 0);
        try (JdbcStore store = JdbcStore.on(database, PostgresSettings.defaults())) {
            LicenseId id = new LicenseId(EngineFixture.ISSUER, licenses.get(0));
            for (CounterIncrement one : counters(store, id)) {
                boolean isFirst = one.window().startMillis() < SharingNode.PERIOD_END.toEpochMilli();
                if (isFirst == (period == 0)) {
                    long leased = store.leases().leased(id, one.counter(), one.window());
                    long settled = store.usage().counted(id, one.counter(), one.window());
                    sum = sum.plus(new Units(settled, leased));
                }
            }
        }
        return sum;
    }

    private List<CounterIncrement> counters(JdbcStore store, LicenseId id) {
        return scenario == SharingScenario.BUDGET
                ? store.usage().customerCounters(id.issuer(), "acme", Instant.EPOCH)
                : store.usage().counters(id, Instant.EPOCH);
    }

    /** Sets when the database has seen a node last, in epoch milliseconds. */
    void seen(String name, String at) throws SQLException {
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement("update licensing_nodes set seen_at = " + at + " where name = ?")) {
            statement.setString(1, "node-" + name);
            assertThat(statement.executeUpdate()).isOne();
        }
    }

    @Override
    public void close() {
        running.forEach(SharingProcess::destroy);
        admin.close();
    }
}
