package io.github.licensing4j.benchmarks;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.usage.UsageSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** A warm decision and its settlement, with conditions and without. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 6, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else.
public class ConditionBenchmark {
    private static final Outcome OK = new Outcome(200, 0);
    private static final String RULE = "endpoints: [ { match: 'GET /v1/{id}'%s } ]\n";

    /** The parts of the catalog that have a condition. */
    public enum Conditions {
        NONE("", ""),
        /** An endpoint rule that compares a path variable and a header field. */
        ENDPOINT(", headers: [x-region], when: \"path.id != 'none' && headers['x-region'] == 'eu'\"", ""),
        /** A limit that is for some plans. */
        LIMIT("", ", when: \"plan.name == 'pro' && plan.version >= 1\""),
        BOTH(ENDPOINT.rule, LIMIT.limit);

        private final String rule;
        private final String limit;

        Conditions(String rule, String limit) {
            this.rule = rule;
            this.limit = limit;
        }

        private String catalog() {
            return Bench.catalog().replace("per: P1M }", "per: P1M" + limit + " }") + RULE.formatted(rule);
        }
    }

    @Param
    public Conditions conditions = Conditions.NONE;

    private Bench bench;
    private Identified caller;
    private CalledEndpoint endpoint;

    @Setup
    public void setUp() {
        StoreOptions stored = StoreOptions.withoutStore().usage(UsageSettings.inMemory());
        bench = new Bench(JwsAlgorithm.ED25519, 1, stored, conditions.catalog());
        caller = bench.identified(bench.token("lic_1"));
        endpoint = new CalledEndpoint(
                "GET", new MatchedPath("/v1/berlin", "/v1/{id}"), Declaration.none(), name -> List.of("eu"));
    }

    @TearDown
    public void tearDown() {
        bench.engine.close();
    }

    @Benchmark
    public Decision decideAndSettle() {
        Decision decision = bench.licensing.decide(caller, endpoint, Dispatch.REQUEST);
        if (!(decision instanceof Granted granted)) {
            throw new IllegalStateException("the benchmark's own call is refused: " + decision);
        }
        granted.reservation().settle(OK);
        return decision;
    }
}
