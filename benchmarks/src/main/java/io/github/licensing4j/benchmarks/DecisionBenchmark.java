package io.github.licensing4j.benchmarks;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.usage.UsageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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

/** A warm decision and its settlement: a feature, a rate of two bands, a quota. Licenses are called in random order. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 6, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else.
public class DecisionBenchmark {
    private static final Outcome OK = new Outcome(200, 0);
    private static final CalledEndpoint ENDPOINT = CalledEndpoint.requiring(Requirement.features("item.read"));

    @Param({"1", "1000", "100000"})
    public int licenses = 1;

    /** The destination of usage. */
    public enum Usage {
        NOWHERE,
        JOURNAL,
        /** To the journal, and from there to a ledger in memory by another thread. */
        LEDGER
    }

    @Param
    public Usage usage = Usage.NOWHERE;

    private Bench bench;
    private @Nullable Path directory;
    private Identified[] callers = {};
    private int[] order = {};

    /** The position of each thread in the order. */
    @State(Scope.Thread)
    public static class Position {
        private int next;
    }

    @Setup
    public void setUp() {
        bench = new Bench(JwsAlgorithm.ED25519, licenses, settings());
        callers = new Identified[licenses];
        for (int i = 0; i < licenses; i++) {
            callers[i] = bench.identified(bench.token("lic_" + i));
        }
        order = new SplittableRandom(1).ints(1 << 20, 0, licenses).toArray();
    }

    private UsageSettings settings() {
        if (usage == Usage.NOWHERE) {
            return UsageSettings.inMemory();
        }
        directory = JournalBench.directory();
        return JournalBench.usage(directory, usage == Usage.LEDGER ? UsageSettings.FLUSH : Duration.ofDays(1));
    }

    @TearDown
    public void tearDown() {
        bench.engine.close();
        if (directory != null) {
            JournalBench.delete(directory);
        }
    }

    @Benchmark
    @Threads(1)
    public Decision oneThread(Position position) {
        return decideAndSettle(position);
    }

    @Benchmark
    @Threads(2)
    public Decision twoThreads(Position position) {
        return decideAndSettle(position);
    }

    private Decision decideAndSettle(Position position) {
        position.next = (position.next + 1) & (order.length - 1);
        Identified caller = callers[order[position.next]];
        Decision decision = bench.licensing.decide(caller, ENDPOINT, Dispatch.REQUEST);
        // Only where the disk is slower than what is journaled: the wait for it is a part of what a call costs.
        while (!(decision instanceof Granted granted)) {
            Thread.onSpinWait();
            decision = bench.licensing.decide(caller, ENDPOINT, Dispatch.REQUEST);
        }
        granted.reservation().settle(OK);
        return decision;
    }
}
