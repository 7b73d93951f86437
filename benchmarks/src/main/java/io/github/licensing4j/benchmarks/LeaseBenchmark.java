package io.github.licensing4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.spi.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The latency of a decision and its settlement, of one node with an SQLite ledger and of a node that shares its quotas through
 * PostgreSQL. Prints the transactions of the database for 1,000 granted calls, those of the ledger included.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 10, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else.
public class LeaseBenchmark {
    private static final Outcome OK = new Outcome(200, 0);
    private static final CalledEndpoint ENDPOINT = CalledEndpoint.requiring(Requirement.features("item.read"));

    /** The counters of quotas: those of this node alone, or leased slices of those that nodes share. */
    public enum Quotas {
        LOCAL,
        LEASED
    }

    @Param
    public Quotas quotas = Quotas.LOCAL;

    @Param({"1", "1000"})
    public int licenses = 1;

    private final LongAdder granted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private Bench bench;
    private Path directory;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable HikariDataSource pool;
    private Identified[] callers = {};
    private int[] order = {};

    /** The position of each thread in the order. */
    @State(Scope.Thread)
    public static class Position {
        private int next;
        private long granted;
        private long refused;

        @TearDown
        public void add(LeaseBenchmark benchmark) {
            benchmark.granted.add(granted);
            benchmark.refused.add(refused);
        }
    }

    @Setup
    public void setUp() throws IOException {
        directory = JournalBench.directory();
        StoreOptions stored =
                StoreOptions.in(store()).node("bench").usage(JournalBench.usage(directory, UsageSettings.FLUSH));
        bench = new Bench(JwsAlgorithm.ED25519, licenses, stored);
        callers = new Identified[licenses];
        for (int i = 0; i < licenses; i++) {
            callers[i] = bench.identified(bench.token("lic_" + i));
            var unused = decideAndSettle(callers[i]);
        }
        order = new SplittableRandom(1).ints(1 << 20, 0, licenses).toArray();
    }

    private Store store() throws IOException {
        if (quotas == Quotas.LOCAL) {
            return JdbcStore.embedded(directory.resolve("store"));
        }
        EmbeddedPostgres started = EmbeddedPostgres.start();
        postgres = started;
        HikariDataSource connections = new HikariDataSource();
        connections.setDataSource(started.getPostgresDatabase());
        pool = connections;
        return JdbcStore.on(connections, PostgresSettings.defaults());
    }

    @TearDown
    public void tearDown() throws IOException, SQLException {
        bench.engine.close();
        System.out.printf("%n%d calls granted, %d refused%n", granted.sum(), refused.sum());
        if (pool != null) {
            pool.close();
        }
        if (postgres != null) {
            System.out.printf(
                    "%.2f transactions for 1,000 granted calls%n",
                    1000.0 * StoreOperations.transactions(postgres) / granted.sum());
            postgres.close();
        }
        JournalBench.delete(directory);
    }

    @Benchmark
    @Threads(1)
    public boolean oneThread(Position position) {
        return next(position);
    }

    @Benchmark
    @Threads(2)
    public boolean twoThreads(Position position) {
        return next(position);
    }

    private boolean next(Position position) {
        position.next = (position.next + 1) & (order.length - 1);
        boolean isGranted = decideAndSettle(callers[order[position.next]]);
        if (isGranted) {
            position.granted++;
        } else {
            position.refused++;
        }
        return isGranted;
    }

    private boolean decideAndSettle(Identified caller) {
        if (bench.licensing.decide(caller, ENDPOINT, Dispatch.REQUEST) instanceof Granted granted) {
            granted.reservation().settle(OK);
            return true;
        }
        return false;
    }
}
