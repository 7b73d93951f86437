package io.github.licensing4j.benchmarks;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier;
import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import io.github.licensing4j.spi.ReplayMark;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Benchmarks the proof of a call: a new one each time, with a mark of its own, and one for another method. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else.
public class DpopBenchmark {
    private static final String URL = "https://api.example.com/v1/forecast";
    private static final String TOKEN = "a.b.c";

    @Param({"ED25519", "ES256", "PS256", "RS256"})
    public JwsAlgorithm algorithm = JwsAlgorithm.ED25519;

    private DpopProofVerifier verifier;
    private Confirmation bound;
    private Call call;
    private Call otherMethod;
    private long calls;

    @Setup
    public void setUp() throws Exception {
        Instant now = Instant.now();
        InMemoryReplays replays = new InMemoryReplays(1_000_000, 1_000_000);
        verifier = new DpopProofVerifier(
                DpopSettings.defaults(), new byte[32], mark -> replays.use(other(mark)), InstantSource.fixed(now));
        ProofKey key = ProofKey.generate(algorithm);
        bound = new Confirmation("jkt", key.thumbprint());
        String proof = key.proof("9f2c7d0e-5a43", URL, TOKEN, now);
        call = call("GET", proof);
        otherMethod = call("POST", proof);
    }

    /** Returns the mark of another proof, which ends in a second. */
    private ReplayMark other(ReplayMark mark) {
        Instant now = Instant.now();
        return new ReplayMark(mark.key(), mark.id() + calls++, now, now, now.plusSeconds(1));
    }

    private static Call call(String method, String proof) {
        return Call.builder(method, new RequestPath.Canonical("/v1/forecast"))
                .credential(new Credential(Credential.Source.DPOP, TOKEN))
                .effectiveUri(URI.create(URL))
                .header("DPoP", proof)
                .build();
    }

    @Benchmark
    public ProofVerification neverSeen() {
        return verifier.verify(call, bound);
    }

    @Benchmark
    public ProofVerification otherMethod() {
        return verifier.verify(otherMethod, bound);
    }
}
