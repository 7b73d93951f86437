package io.github.licensing4j.benchmarks;

import io.github.licensing4j.Decision;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.credential.JwsAlgorithm;
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

/** A warm decision and its settlement: a feature, a rate of two bands, a quota. Licenses are called in random order. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else.
public class DecisionBenchmark {
    private static final Outcome OK = new Outcome(200, 0);
    private static final Requirement REQUIREMENT = Requirement.features("item.read");

    @Param({"1", "1000", "100000"})
    public int licenses = 1;

    private Bench bench;
    private Identified[] callers = {};
    private int[] order = {};

    /** Where each thread is in the order. */
    @State(Scope.Thread)
    public static class Position {
        private int next;
    }

    @Setup
    public void setUp() {
        bench = new Bench(JwsAlgorithm.ED25519, licenses);
        callers = new Identified[licenses];
        for (int i = 0; i < licenses; i++) {
            callers[i] = bench.identified(bench.token("lic_" + i));
        }
        order = new SplittableRandom(1).ints(1 << 20, 0, licenses).toArray();
    }

    @Benchmark
    public Decision decideAndSettle(Position position) {
        position.next = (position.next + 1) & (order.length - 1);
        Decision decision = bench.licensing.decide(callers[order[position.next]], REQUIREMENT);
        ((Granted) decision).reservation().settle(OK);
        return decision;
    }
}
