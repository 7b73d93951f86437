package io.github.licensing4j.core;

import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.store.jdbc.TestPool;
import io.github.licensing4j.tck.MovableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process that calls with API keys until its input ends, as one of several nodes that share a database. It counts its granted
 * calls in a mapped file, those of the first period of the quota apart from later ones, and measures the longest one. Each line on its input is a command, which
 * it answers with {@code done}.
 */
final class SharingNode {
    /** The end of the first period of every license and customer in these tests. */
    static final Instant PERIOD_END = Instant.parse("2026-07-01T00:00:00Z");

    private static final int REFUSALS = 3;
    /** The numbers of a thread: its granted calls of the first period, those of later ones, and the nanoseconds of its longest call. */
    private static final int SLOTS = 3;

    private static final int LONGEST = 2;
    private static final Duration TICK = Duration.ofMillis(20);
    /** The clock goes faster than time, so that a refusal by the store holds for a short time only. */
    private static final Duration TICKED = Duration.ofMillis(100);

    private static final Duration REFUSED = Duration.ofMillis(60);

    private final NodeFixture node;
    private final SharingSettings settings;
    private final MappedByteBuffer granted;
    /** Incremented to ask the threads whether they are refused. */
    private volatile int round;

    private int idle;
    /** Between two granted calls of a thread. */
    private volatile long pauseNanos;

    private volatile boolean isEnding;

    private SharingNode(NodeFixture node, SharingSettings settings, MappedByteBuffer granted) {
        this.node = node;
        this.settings = settings;
        this.granted = granted;
        this.pauseNanos = settings.pause().toNanos();
    }

    /** Starts a node with {@link SharingSettings}. */
    public static void main(String[] arguments) throws Exception {
        SharingSettings settings = SharingSettings.parse(arguments);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(settings.url());
        database.setCurrentSchema(settings.schema());
        MovableClock clock = new MovableClock(settings.now());
        ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();
        var unused = time.scheduleAtFixedRate(
                () -> clock.advance(TICKED), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        try (NodeFixture node = NodeFixture.node(settings.dir(), clock, new TestPool(database))
                .options(options -> options.quotaOutage(settings.outage()).creditsOutage(settings.outage()))
                .start(Files.readString(settings.catalog()))) {
            new SharingNode(node, settings, mapped(settings)).run();
        } finally {
            time.shutdownNow();
        }
    }

    private static MappedByteBuffer mapped(SharingSettings settings) throws IOException {
        try (FileChannel file = FileChannel.open(
                file(settings.dir()), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return file.map(MapMode.READ_WRITE, 0, (long) SLOTS * Long.BYTES * settings.threads());
        }
    }

    private static Path file(Path dir) {
        return dir.resolve("granted");
    }

    /**
     * Returns the calls that the processes of a directory were granted and have settled.
     *
     * @param period 0 for those of the first period, 1 for later ones
     */
    static long granted(Path dir, int period) throws IOException {
        return numbers(dir, period).sum();
    }

    /** Returns the time that the longest call of the processes of a directory took. */
    static Duration longest(Path dir) throws IOException {
        return Duration.ofNanos(numbers(dir, LONGEST).max().orElse(0));
    }

    private static LongStream numbers(Path dir, int slot) throws IOException {
        if (!Files.exists(file(dir))) {
            return LongStream.empty();
        }
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file(dir)));
        return IntStream.range(0, all.limit() / (SLOTS * Long.BYTES))
                .mapToLong(thread -> all.getLong((SLOTS * thread + slot) * Long.BYTES));
    }

    private void run() throws Exception {
        var pool = Executors.newFixedThreadPool(settings.threads());
        for (int i = 0; i < settings.threads(); i++) {
            int own = i;
            var unused = pool.submit(() -> call(own));
        }
        System.out.println("started");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                perform(line.split(" ", 2));
                System.out.println("done");
            }
        }
        isEnding = true;
        pool.shutdown();
        if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a call hangs");
        }
    }

    private void perform(String[] command) throws Exception {
        switch (command[0]) {
            case "tend" -> node.tend();
            case "edit" -> node.edit(Files.readString(Path.of(command[1])));
            case "at" -> node.clock.set(command[1]);
            case "fast" -> pauseNanos = 0;
            case "measure" -> forgetLongest();
            case "idle" -> awaitIdle();
            default -> throw new IllegalArgumentException(command[0]);
        }
    }

    /** Forgets the longest call so far, such as the first one of a process. */
    private void forgetLongest() {
        for (int thread = 0; thread < settings.threads(); thread++) {
            granted.putLong(slot(thread, LONGEST), 0);
        }
    }

    /** Waits until every thread was refused several times in a row, without a call in between that was granted. */
    private synchronized void awaitIdle() throws InterruptedException {
        restart();
        while (idle < settings.threads()) {
            wait();
        }
    }

    private synchronized void restart() {
        idle = 0;
        round++;
    }

    private synchronized void idle(int asked) {
        if (asked == round) {
            idle++;
            notifyAll();
        }
    }

    private void call(int own) {
        String key = settings.keys().get(own % settings.keys().size());
        int refusals = 0;
        int counted = 0;
        while (!isEnding) {
            int asked = round;
            refusals = asked == counted ? refusals : 0;
            counted = asked;
            long start = System.nanoTime();
            int period = attempt(key);
            int longest = slot(own, LONGEST);
            granted.putLong(longest, Math.max(granted.getLong(longest), System.nanoTime() - start));
            if (period >= 0) {
                int slot = slot(own, period);
                granted.putLong(slot, granted.getLong(slot) + 1);
                if (asked > 0) {
                    restart();
                }
                LockSupport.parkNanos(pauseNanos);
            } else {
                if (++refusals == REFUSALS) {
                    idle(asked);
                }
                LockSupport.parkNanos(REFUSED.toNanos());
            }
        }
    }

    private static int slot(int thread, int slot) {
        return (SLOTS * thread + slot) * Long.BYTES;
    }

    /** Makes a call. Returns the period that it is counted in, -1 if it was refused. */
    private int attempt(String key) {
        EngineFixture engine = node.engine();
        if (engine.identify(key) instanceof Identified caller
                && EngineFixture.decide(engine.licensing, caller, Requirement.license()) instanceof Granted call) {
            boolean isFirst = call.limits().stream()
                    .map(LimitStatus::resetsAt)
                    .allMatch(end -> end == null || !end.isAfter(PERIOD_END));
            call.reservation().settle(new Outcome(200, 0));
            return isFirst ? 0 : 1;
        }
        return -1;
    }
}
