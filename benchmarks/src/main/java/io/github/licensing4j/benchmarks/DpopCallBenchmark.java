package io.github.licensing4j.benchmarks;

import io.github.licensing4j.Call;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole call with a DPoP proof that was never seen, from its credential to its settlement. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 25)
@Measurement(iterations = 8)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else.
public class DpopCallBenchmark {
    private static final int CALLS = 1_000;
    private static final String URL = "https://api.example.com/v1/item";
    private static final Outcome OK = new Outcome(200, 0);
    private static final AdminContext BY = AdminContext.by("benchmark");
    private static final CalledEndpoint ENDPOINT = CalledEndpoint.requiring(Requirement.features("item.read"));

    /** True if the token of each call was never seen either. */
    @Param({"true", "false"})
    public boolean isTokenNew = true;

    private Bench bench;
    private String license = "";
    private final Call[] calls = new Call[CALLS];

    @Setup
    public void setUp() {
        bench = new Bench(
                JwsAlgorithm.ED25519,
                CALLS,
                StoreOptions.in(new InMemoryStore()).allowVolatileUsage());
        license = admin().licenses()
                .create(NewLicense.of("acme", new PlanId("pro", 1)), BY)
                .id();
    }

    private LicenseAdmin admin() {
        return bench.engine.management().admin().orElseThrow();
    }

    /** Each client has a key, a token and a proof of its own. */
    @Setup(Level.Iteration)
    public void newCalls() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            ProofKey key = ProofKey.generate(JwsAlgorithm.ED25519);
            KeyConfirmation bound = new KeyConfirmation("jkt", key.thumbprint());
            String token = admin().tokens()
                    .mint(license, new TokenRequest(Duration.ofDays(1), Set.of(), CallerBindings.none(), bound), BY)
                    .token();
            calls[i] = call(token, key.proof("proof-" + i, URL, token, Instant.now()));
            if (!isTokenNew) {
                identify(call(token, key.proof("earlier-" + i, URL, token, Instant.now())));
            }
        }
    }

    private static Call call(String token, String proof) {
        return Call.builder("GET", new RequestPath.Canonical("/v1/item"))
                .credential(new Credential(Credential.Source.DPOP, token))
                .effectiveUri(URI.create(URL))
                .header("DPoP", proof)
                .build();
    }

    private Identified identify(Call call) {
        return (Identified) bench.licensing.identify(call);
    }

    @TearDown
    public void tearDown() {
        bench.engine.close();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void neverSeen() {
        for (Call call : calls) {
            Granted granted = (Granted) bench.licensing.decide(identify(call), ENDPOINT, Dispatch.REQUEST);
            granted.reservation().settle(OK);
        }
    }
}
