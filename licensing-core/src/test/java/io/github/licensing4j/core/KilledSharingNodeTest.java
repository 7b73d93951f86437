package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.store.jdbc.PostgresSettings;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.tck.MovableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Processes on one PostgreSQL grant a quota once, also when one of them is killed. */
class KilledSharingNodeTest {
    @TempDir
    Path dir;

    private static String catalog(long amount) {
        return NodeFixture.freePlan("monthly: { kind: quota, meter: calls, amount: " + amount + ", per: P1M }");
    }

    /** One database, its nodes, and the license that they all call with. */
    private static final class World implements AutoCloseable {
        private final Path dir;
        private final long amount;
        private final int threads;
        private final PGSimpleDataSource database = Postgres.newSchema();
        private final List<Node> running = new ArrayList<>();
        private final String license;
        private final String key;

        World(Path dir, long amount, int threads) {
            this.dir = dir;
            this.amount = amount;
            this.threads = threads;
            MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");
            try (NodeFixture admin =
                    NodeFixture.node(dir.resolve("admin"), clock, database).start(catalog(amount))) {
                license = admin.license("free@1");
                key = admin.key(license);
            }
        }

        Node begin(String name) throws IOException {
            Node node = new Node(name, dir.resolve(name), command(name));
            running.add(node);
            return node;
        }

        private List<String> command(String name) {
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SharingNode.class.getName(),
                    dir.resolve(name).toString(),
                    database.getURL() + "&user=" + database.getUser(),
                    database.getCurrentSchema(),
                    key,
                    catalog(amount),
                    Integer.toString(threads));
        }

        /** Waits until every node is refused, and ends one after the other: what it returns is for those that are left. */
        void end() throws Exception {
            for (Node node : List.copyOf(running)) {
                for (Node one : running) {
                    one.await("idle");
                    one.await("idle");
                }
                node.end();
                running.remove(node);
            }
        }

        long granted() throws IOException {
            long sum = 0;
            try (var names = Files.list(dir)) {
                for (Path one : names.filter(name -> Files.exists(name.resolve("granted")))
                        .toList()) {
                    sum += SharingNode.granted(one);
                }
            }
            return sum;
        }

        /** The units in the ledger, and those of leases that nobody can use any more. */
        long[] settledAndStranded() {
            try (JdbcStore store = JdbcStore.on(database, PostgresSettings.defaults())) {
                LicenseId id = new LicenseId(EngineFixture.ISSUER, license);
                CounterIncrement counter =
                        store.usage().counters(id, Instant.EPOCH).get(0);
                return new long[] {counter.units(), store.leases().leased(id, counter.counter(), counter.window())};
            }
        }

        /** Lets the database forget when it has seen a node. */
        void silence(String name) throws SQLException {
            try (var connection = database.getConnection();
                    var statement =
                            connection.prepareStatement("update licensing_nodes set seen_at = 0 where name = ?")) {
                statement.setString(1, "node-" + name);
                assertThat(statement.executeUpdate()).isOne();
            }
        }

        @Override
        public void close() {
            running.forEach(node -> node.process.toHandle().destroyForcibly());
        }
    }

    /** A process. */
    private static final class Node {
        private final String name;
        private final Process process;
        private final BufferedReader out;

        Node(String name, Path dir, List<String> command) throws IOException {
            this.name = name;
            Files.createDirectories(dir);
            this.process = new ProcessBuilder(command)
                    .redirectError(dir.resolve("errors").toFile())
                    .start();
            this.out = process.inputReader(StandardCharsets.US_ASCII);
        }

        void await(String line) {
            try {
                String read = out.readLine();
                while (read != null && !read.equals(line)) {
                    read = out.readLine();
                }
                assertThat(read).as("output of %s", name).isEqualTo(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void kill() throws InterruptedException {
            // On Linux this is kill -9.
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor()).isEqualTo(137);
        }

        void end() throws Exception {
            try (OutputStream in = process.getOutputStream()) {
                in.write('\n');
            }
            assertThat(process.waitFor()).as(name).isZero();
        }
    }

    private static void awaitGranted(World world, long calls) throws IOException {
        while (world.granted() < calls) {
            Thread.onSpinWait();
        }
    }

    @Test
    void restartedNodeReturnsItsUnits() throws Exception {
        restart(new World(dir, 3_000, 2), 2, new Random(1));
    }

    @Test
    void deadNodeStrandsItsUnits() throws Exception {
        abandon(new World(dir, 3_000, 2), 2, new Random(2));
    }

    @Test
    void adoptedJournalReturnsUnits() throws Exception {
        adopt(new World(dir, 3_000, 2), 2, new Random(3));
    }

    @Test
    @Tag("proof")
    void twentyRunsOfFourProcesses() throws Exception {
        for (int i = 0; i < 20; i++) {
            World world = new World(dir.resolve("run-" + i), i % 2 == 0 ? 100_000 : 137, 16);
            if (i % 6 < 2) {
                restart(world, 4, new Random(i));
            } else if (i % 6 < 4) {
                adopt(world, 4, new Random(i));
            } else {
                abandon(world, 4, new Random(i));
            }
        }
    }

    private static void restart(World made, int nodes, Random random) throws Exception {
        try (World world = made) {
            Node killed = started(world, nodes);
            awaitGranted(world, world.amount / 4 + random.nextInt((int) world.amount / 4));
            killed.kill();
            world.running.remove(killed);
            world.begin(killed.name).await("started");
            world.end();
            long granted = world.granted();
            long[] settled = world.settledAndStranded();
            System.out.printf(
                    "%d of %d settled, %d answered, killed and restarted once%n", settled[0], world.amount, granted);
            assertThat(settled[0]).as("settled").isEqualTo(world.amount);
            assertThat(settled[1]).as("leased").isZero();
            assertThat(granted).as("answered").isBetween(world.amount - world.threads, world.amount + world.threads);
        }
    }

    private static void abandon(World made, int nodes, Random random) throws Exception {
        try (World world = made) {
            Node killed = started(world, nodes);
            awaitGranted(world, world.amount / 4 + random.nextInt((int) world.amount / 4));
            killed.kill();
            world.running.remove(killed);
            world.end();
            long[] settled = world.settledAndStranded();
            System.out.printf(
                    "%d of %d settled, %d stranded, %d answered, killed once%n",
                    settled[0], world.amount, settled[1], world.granted());
            assertThat(settled[0] + settled[1]).as("settled and stranded").isEqualTo(world.amount);
            assertThat(world.granted()).as("answered").isLessThanOrEqualTo(world.amount + world.threads);
        }
    }

    private static void adopt(World made, int nodes, Random random) throws Exception {
        try (World world = made) {
            Node killed = started(world, nodes);
            awaitGranted(world, world.amount / 4 + random.nextInt((int) world.amount / 4));
            killed.kill();
            world.running.remove(killed);
            Path journals = Files.createDirectory(world.dir.resolve("journals"));
            Files.createSymbolicLink(journals.resolve(killed.name), world.dir.resolve(killed.name + "/journal"));
            try (JdbcStore store = JdbcStore.on(world.database, PostgresSettings.defaults());
                    Schedule schedule = new Schedule(store.taskLeases(), "adopter")) {
                MovableClock clock = new MovableClock("2026-06-10T01:00:00Z");
                JournalAdoption adoption = adoption(world, journals, store, schedule, clock);
                adoption.adopt();
                assertThat(adoption.health().detail()).as("seen a moment ago").contains("adopted 0 journals");
                world.silence(killed.name);
                adoption.adopt();
                assertThat(adoption.health().detail()).as("absent since now").contains("adopted 0 journals");
                clock.advance(AbsentNodes.AWAY);
                adoption.adopt();
                assertThat(adoption.health().detail()).contains("adopted 1 journals");
                adoption.adopt();
                assertThat(adoption.health().detail()).as("once").contains("adopted 1 journals");
            }
            // The node comes back after all: its calls are not counted again.
            world.begin(killed.name).await("started");
            world.end();
            long[] settled = world.settledAndStranded();
            System.out.printf(
                    "%d of %d settled, %d answered, killed and adopted once%n",
                    settled[0], world.amount, world.granted());
            assertThat(settled[0]).as("settled").isEqualTo(world.amount);
            assertThat(settled[1]).as("leased").isZero();
            assertThat(world.granted())
                    .as("answered")
                    .isBetween(world.amount - world.threads, world.amount + world.threads);
        }
    }

    private static JournalAdoption adoption(
            World world, Path journals, JdbcStore store, Schedule schedule, MovableClock clock) {
        UsageSettings own = UsageSettings.journaled(JournalSettings.in(world.dir.resolve("adopter")));
        NodeIdentity identity = NodeIdentity.of("adopter", store, own.journal());
        return new JournalAdoption(
                new JournalAdoption.Setup(journals, own, store, identity, counters -> changes -> List.of(), clock),
                schedule);
    }

    private static Node started(World world, int nodes) throws IOException {
        for (int i = 0; i < nodes; i++) {
            Node unused = world.begin("node-" + i);
        }
        world.running.forEach(node -> node.await("started"));
        return world.running.get(0);
    }
}
