package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.store.jdbc.Postgres;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.tck.MovableClock;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The disk of one of two nodes that share a quota is full: that node refuses calls, and nothing of the quota is lost. */
@EnabledOnOs(OS.LINUX)
class SharingDiskFullTest {
    private static final long AMOUNT = 20_000;
    private static final int SEGMENT = 1 << 18;
    private static final String PLAN =
            NodeFixture.freePlan("monthly: { kind: quota, meter: calls, amount: " + AMOUNT + ", per: P1M }");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");
    private final PGSimpleDataSource database = Postgres.newStoreSchema();
    private final BlockingQueue<Object> never = new LinkedBlockingQueue<>();
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(dir.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()))
                .as("a file system of 1 MiB can be mounted")
                .isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        // Lazily: the mappings hold it until they are collected.
        int unused = run("umount", "-l", disk.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    private Path other() {
        return disk.resolve("of-another-program");
    }

    /** Another program takes all space of the disk. */
    private void fill() throws IOException {
        try (OutputStream file = new FileOutputStream(other().toFile(), true)) {
            while (true) {
                file.write(new byte[512]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    private NodeFixture node(String name, Path journal) {
        JournalSettings settings = JournalSettings.in(journal).sizes(SEGMENT, 1 << 24);
        return NodeFixture.node(dir.resolve(name), clock, database)
                .options(options -> options.usage(UsageSettings.journaled(settings)))
                .start(PLAN);
    }

    /** Calls until the node has no room for a call; returns the granted calls. */
    private long callUntilFull(NodeFixture node, String key) throws IOException {
        long granted = 0;
        String result = node.call(key, Requirement.license());
        while (result.equals("granted")) {
            granted++;
            fill();
            result = node.call(key, Requirement.license());
        }
        assertThat(result).isEqualTo("enforcement-unavailable");
        return granted;
    }

    private void await(BooleanSupplier condition, String what) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertThat(i).as(what).isLessThan(2_000);
            assertThat(never.poll(10, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    /** Calls nodes until they have granted the amount with what was granted before: never more, and nothing is lost. */
    private void callUntilExhausted(long before, String key, NodeFixture... nodes) throws InterruptedException {
        long[] granted = {before};
        await(
                () -> {
                    // A node asks for units again a second after it was refused. On a disk this small, it waits for the
                    // ledger.
                    clock.advance(Duration.ofSeconds(1));
                    for (NodeFixture node : nodes) {
                        granted[0] += node.left(key);
                    }
                    return granted[0] >= AMOUNT;
                },
                "the rest of the quota");
        System.out.printf(
                "Disk full on one of two nodes: %d granted before, %d of %d in the end%n", before, granted[0], AMOUNT);
        assertThat(granted[0]).isEqualTo(AMOUNT);
    }

    private static Health.Component journal(NodeFixture node) {
        return node.engine().built.info().health().components().stream()
                .filter(component -> component.name().equals("usage-journal"))
                .findFirst()
                .orElseThrow();
    }

    private boolean isUp(NodeFixture node) {
        clock.advance(Duration.ofSeconds(1));
        return journal(node).status() == Health.Status.UP;
    }

    private void assertInLedger(String license, NodeFixture... nodes) throws InterruptedException {
        await(
                () -> {
                    for (NodeFixture one : nodes) {
                        var unused = one.admin().usage().usage(UsageAdminFixture.all(null, null, Set.of()));
                    }
                    clock.advance(Duration.ofSeconds(2));
                    return nodes[0].used(license, "monthly") == AMOUNT;
                },
                "the ledger");
    }

    @Test
    void grantsAgainWithoutRestart() throws Exception {
        try (NodeFixture one = node("one", disk.resolve("journal"));
                NodeFixture two = node("two", dir.resolve("two/journal"))) {
            String license = one.license("free@1");
            String key = one.key(license);
            two.tend();
            two.calls(key, 10);
            long granted = 10 + callUntilFull(one, key);
            assertThat(journal(one).status()).isNotEqualTo(Health.Status.UP);
            assertThat(journal(one).detail()).contains("No space left on device");
            two.calls(key, 100);
            Files.delete(other());
            await(() -> one.call(key, Requirement.license()).equals("granted"), "room for calls");
            callUntilExhausted(granted + 100 + 1, key, one, two);
            assertInLedger(license, one, two);
            // The next segment is created in the background, after the first call that found room.
            await(() -> isUp(one), "a journal without a fault");
        }
    }

    @Test
    @Tag("proof")
    void otherNodeGrantsTheRest() throws Exception {
        try (NodeFixture one = node("one", disk.resolve("journal"));
                NodeFixture two = node("two", dir.resolve("two/journal"))) {
            String license = one.license("free@1");
            String key = one.key(license);
            two.tend();
            long granted = callUntilFull(one, key) + two.left(key);
            assertThat(granted).as("a slice is leased").isLessThan(AMOUNT);
            // A slice is released that no call has used for 30 s.
            clock.advance(Duration.ofSeconds(31));
            callUntilExhausted(granted, key, two);
            Files.delete(other());
            assertInLedger(license, one, two);
        }
    }
}
