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
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the transactions of nodes that share a PostgreSQL while they are called at a fixed rate, for the model in
 * docs/sizing.md. Arguments: nodes, licenses, calls per second of all nodes, seconds; several rows of them, one after the other.
 */
public final class StoreOperations {
    private static final Outcome OK = new Outcome(200, 0);
    private static final CalledEndpoint ENDPOINT = CalledEndpoint.requiring(Requirement.features("item.read"));
    private static final int ARGUMENTS = 4;
    private static final int STEPS_PER_SECOND = 100;

    private StoreOperations() {}

    /** A node with the callers of all licenses. */
    private record Node(Bench bench, List<Identified> callers) {
        boolean call(int license) {
            if (bench.licensing.decide(callers.get(license), ENDPOINT, Dispatch.REQUEST) instanceof Granted granted) {
                granted.reservation().settle(OK);
                return true;
            }
            return false;
        }
    }

    private record Load(int nodes, int licenses, int perSecond, int seconds) {}

    /** Measures each row of arguments. */
    public static void main(String[] arguments) throws IOException, SQLException {
        System.out.println("nodes licenses calls/s | transactions/s, for 1,000 calls | idle transactions/s | refused");
        for (int i = 0; i + ARGUMENTS <= arguments.length; i += ARGUMENTS) {
            measure(new Load(
                    Integer.parseInt(arguments[i]),
                    Integer.parseInt(arguments[i + 1]),
                    Integer.parseInt(arguments[i + 2]),
                    Integer.parseInt(arguments[i + 3])));
        }
    }

    private static void measure(Load load) throws IOException, SQLException {
        Path directory = JournalBench.directory();
        List<HikariDataSource> pools = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            for (int i = 0; i < load.nodes; i++) {
                HikariDataSource pool = new HikariDataSource();
                pool.setDataSource(postgres.getPostgresDatabase());
                pools.add(pool);
                nodes.add(node(pool, "node-" + i, directory.resolve("journal-" + i), load));
            }
            measure(load, nodes, postgres);
            nodes.forEach(node -> node.bench.engine.close());
            pools.forEach(HikariDataSource::close);
        }
        JournalBench.delete(directory);
    }

    private static Node node(HikariDataSource pool, String name, Path journal, Load load) {
        StoreOptions stored = StoreOptions.in(JdbcStore.on(pool, PostgresSettings.defaults()))
                .node(name)
                .usage(JournalBench.usage(journal, UsageSettings.FLUSH));
        Bench bench = new Bench(JwsAlgorithm.ED25519, load.licenses, stored);
        List<Identified> callers = new ArrayList<>();
        for (int i = 0; i < load.licenses; i++) {
            callers.add(bench.identified(bench.token("lic_" + i)));
        }
        return new Node(bench, callers);
    }

    private static void measure(Load load, List<Node> nodes, EmbeddedPostgres postgres) throws SQLException {
        long before = transactions(postgres);
        run(load, nodes, 0, 5);
        double idle = (transactions(postgres) - before) / 5.0;
        // Slices have grown to their size after some seconds.
        long refused = run(load, nodes, load.perSecond, 20);
        before = transactions(postgres);
        refused += run(load, nodes, load.perSecond, load.seconds);
        double perSecond = (transactions(postgres) - before) / (double) load.seconds;
        System.out.printf(
                "%5d %8d %7d | %14.1f, %15.2f | %19.1f | %7d%n",
                load.nodes,
                load.licenses,
                load.perSecond,
                perSecond,
                1_000 * perSecond / load.perSecond,
                idle,
                refused);
    }

    /** Calls random licenses, each time on the next node. Returns the refused calls. */
    private static long run(Load load, List<Node> nodes, int perSecond, int seconds) {
        SplittableRandom random = new SplittableRandom(seconds);
        long start = System.nanoTime();
        long refused = 0;
        int node = 0;
        for (int step = 1; step <= seconds * STEPS_PER_SECOND; step++) {
            for (int i = 0; i < perSecond / STEPS_PER_SECOND; i++) {
                refused += nodes.get(node).call(random.nextInt(load.licenses)) ? 0 : 1;
                node = (node + 1) % nodes.size();
            }
            long next = start + step * (TimeUnit.SECONDS.toNanos(1) / STEPS_PER_SECOND);
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
        return refused;
    }

    static long transactions(EmbeddedPostgres postgres) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
