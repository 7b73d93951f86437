package io.github.licensing4j.core;

import io.github.licensing4j.Requirement;
import io.github.licensing4j.tck.MovableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process that calls with one API key until a line arrives on its input, as one of several nodes that share a database. It counts
 * its granted calls in a mapped file, and prints {@code idle} each time every thread was refused several times in a row.
 */
final class SharingNode {
    private static final int REFUSALS = 3;
    private static final Duration TICK = Duration.ofMillis(20);

    private final NodeFixture node;
    private final String key;
    private final MappedByteBuffer granted;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean isEnding;

    private SharingNode(NodeFixture node, String key, MappedByteBuffer granted) {
        this.node = node;
        this.key = key;
        this.granted = granted;
    }

    /**
     * Starts a node.
     *
     * @param arguments directory, address of the database, schema, API key, catalog, number of threads
     */
    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[5]);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(arguments[1]);
        database.setCurrentSchema(arguments[2]);
        MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");
        ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
        var unused = time.scheduleAtFixedRate(
                () -> clock.advance(TICK), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        try (NodeFixture node = NodeFixture.node(dir, clock, database).start(arguments[4])) {
            new SharingNode(node, arguments[3], mapped(dir, threads)).run(threads);
        } finally {
            time.shutdownNow();
        }
    }

    private static MappedByteBuffer mapped(Path dir, int threads) throws IOException {
        try (FileChannel file = FileChannel.open(
                file(dir), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return file.map(MapMode.READ_WRITE, 0, (long) Long.BYTES * threads);
        }
    }

    private static Path file(Path dir) {
        return dir.resolve("granted");
    }

    /** Returns the calls that the processes of a directory were granted and have settled. */
    static long granted(Path dir) throws IOException {
        java.nio.ByteBuffer all = java.nio.ByteBuffer.wrap(Files.readAllBytes(file(dir)));
        long sum = 0;
        while (all.hasRemaining()) {
            sum += all.getLong();
        }
        return sum;
    }

    private void run(int threads) throws Exception {
        var pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            int own = i;
            var unused = pool.submit(() -> call(own, threads));
        }
        System.out.println("started");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            String unused = in.readLine();
        }
        isEnding = true;
        pool.shutdown();
        if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a call hangs");
        }
    }

    private void call(int own, int threads) {
        int inRow = 0;
        while (!isEnding) {
            if (node.call(key, Requirement.license()).equals("granted")) {
                granted.putLong(own * Long.BYTES, granted.getLong(own * Long.BYTES) + 1);
                inRow = 0;
                refused.set(0);
            } else if (++inRow == REFUSALS) {
                inRow = 0;
                if (refused.incrementAndGet() == threads) {
                    refused.set(0);
                    System.out.println("idle");
                }
            } else {
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(300).toNanos());
            }
        }
    }
}
