package io.github.licensing4j.benchmarks;

import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * One usage record on the thread of the request, the making of segments in the background included. Each thread
 * releases older records now and then, as the shipper does, so that the journal never fills.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else.
public class JournalBenchmark {
    private static final int RELEASE_EVERY = 1 << 16;

    @Param({"1", "1000"})
    public int accounts = 1;

    private Path directory;
    private UsageJournal journal;
    private UsageAccount[] callers = {};
    private int[] order = {};

    /** The position of each thread in the order. */
    @State(Scope.Thread)
    public static class Position {
        private int next;
    }

    @Setup
    public void setUp() {
        directory = JournalBench.directory();
        journal = JournalBench.open(directory, 1L << 30);
        callers = new UsageAccount[accounts];
        for (int i = 0; i < accounts; i++) {
            callers[i] = JournalBench.account(i);
        }
        order = new SplittableRandom(1).ints(1 << 16, 0, accounts).toArray();
    }

    @TearDown
    public void tearDown() {
        journal.close();
        if (!journal.shed().isEmpty()) {
            throw new IllegalStateException("not recorded: " + journal.shed());
        }
        JournalBench.delete(directory);
    }

    @Benchmark
    @Threads(1)
    public long oneThread(Position position) {
        return append(position);
    }

    @Benchmark
    @Threads(2)
    public long twoThreads(Position position) {
        return append(position);
    }

    private long append(Position position) {
        int next = position.next++;
        UsageAccount caller = callers[order[next & (order.length - 1)]];
        long seq = journal.append(caller, JournalBench.DESCRIPTOR, JournalBench.call(next));
        if (next % RELEASE_EVERY == 0) {
            journal.released(journal.epoch(), seq);
        }
        return seq;
    }
}
