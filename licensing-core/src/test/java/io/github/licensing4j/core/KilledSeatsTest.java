package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.tck.MovableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Floating seats outlive {@code kill -9} of the processes whose users hold them, and end with their leases. */
class KilledSeatsTest {
    private static final Duration LEASE = Duration.ofHours(1);
    private static final int MAX = 5;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock(KilledSeatHolders.NOW);
    private final List<Process> running = new ArrayList<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private String license = "";
    private String key = "";

    @AfterEach
    void end() {
        running.forEach(process -> process.toHandle().destroyForcibly());
    }

    /** One process at a time uses the directory of SQLite, so that no two can claim seats in one file. */
    @Test
    void sqliteKeepsHoldersOfKilledProcess() throws Exception {
        Path own = Files.createDirectories(dir.resolve("one"));
        prepare(NodeFixture.of(NodeFixture.Kept.SQLITE, own, clock));
        begin(own, null);
        awaitStarted();
        assertThatThrownBy(() -> JdbcStore.embedded(own.resolve("store")))
                .hasMessageContaining(Long.toString(running.get(0).pid()));
        Set<String> granted = grantedBeforeKill();
        check(NodeFixture.of(NodeFixture.Kept.SQLITE, own, clock), granted);
    }

    @Test
    void postgresKeepsHoldersOfTwoKilledProcesses() throws Exception {
        PGSimpleDataSource database = Postgres.newStoreSchema();
        prepare(NodeFixture.node(dir.resolve("admin"), clock, database));
        begin(dir.resolve("one"), database);
        begin(dir.resolve("two"), database);
        awaitStarted();
        Set<String> granted = grantedBeforeKill();
        check(NodeFixture.node(dir.resolve("admin"), clock, database), granted);
    }

    private void prepare(NodeFixture node) {
        try (node) {
            node.start(KilledSeatHolders.CATALOG);
            license = node.license("free@1");
            key = node.key(license);
        }
    }

    private void begin(Path own, @Nullable PGSimpleDataSource database) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledSeatHolders.class.getName(),
                own.toString(),
                key));
        if (database != null) {
            command.add(database.getURL() + "&user=" + database.getUser());
            command.add(database.getCurrentSchema());
        }
        Process process = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(dir.resolve("errors").toFile()))
                .start();
        running.add(process);
        Thread reader = new Thread(() -> read(process), "output of " + own.getFileName());
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Process process) {
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
            lines.add("ended");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitStarted() throws Exception {
        for (Process unused : running) {
            assertThat(lines.poll(1, TimeUnit.MINUTES)).as(errors()).isEqualTo("started");
        }
    }

    /** Lets the users of all processes call at once, and kills the processes amid their calls once all seats are taken. */
    private Set<String> grantedBeforeKill() throws Exception {
        for (Process process : running) {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }
        Set<String> granted = new LinkedHashSet<>();
        while (granted.size() < MAX) {
            granted.add(granted(lines.poll(1, TimeUnit.MINUTES)));
        }
        for (Process process : running) {
            // On Linux this is kill -9. By its handle, so that what it said until then can still be read.
            process.toHandle().destroyForcibly();
        }
        for (Process process : running) {
            assertThat(process.waitFor()).isEqualTo(137);
        }
        for (int ended = 0; ended < running.size(); ended++) {
            assertThat(lines.poll(1, TimeUnit.MINUTES)).as("no sixth holder").isEqualTo("ended");
        }
        return granted;
    }

    private String granted(@Nullable String line) throws IOException {
        assertThat(line).as(errors()).startsWith("granted ");
        return String.valueOf(line).substring("granted ".length());
    }

    private String errors() throws IOException {
        return Files.readString(dir.resolve("errors"));
    }

    /** Starts again, and checks the holders before and after the end of their leases. */
    private void check(NodeFixture restarted, Set<String> granted) {
        try (restarted) {
            restarted.start(KilledSeatHolders.CATALOG);
            assertThat(holders(restarted)).containsExactlyInAnyOrderElementsOf(granted);
            assertThat(call(restarted, "sixth")).isEqualTo("seat-limit-reached");
            clock.advance(LEASE.minusSeconds(2));
            assertThat(call(restarted, "sixth")).as("before the end").isEqualTo("seat-limit-reached");
            assertThat(call(restarted, granted.iterator().next())).isEqualTo("granted");
            clock.advance(Duration.ofSeconds(2));
            // One holder has renewed its seat by the call.
            for (int i = 1; i < MAX; i++) {
                assertThat(call(restarted, "new-" + i)).isEqualTo("granted");
            }
            assertThat(call(restarted, "sixth")).isEqualTo("seat-limit-reached");
            assertThat(holders(restarted))
                    .hasSize(MAX)
                    .contains(granted.iterator().next(), "new-1");
        }
    }

    private String call(NodeFixture node, String user) {
        return SeatCalls.answered(node.engine(), key, user);
    }

    private List<String> holders(NodeFixture node) {
        return node.admin().seats().list(license, null, 100).items().stream()
                .map(SeatView::holder)
                .toList();
    }
}
