package io.github.licensing4j.benchmarks;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyPairs;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier;
import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.core.credential.dpop.MemoryProofMarks;
import io.github.licensing4j.core.credential.dpop.ProofMarks.Mark;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
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
        MemoryProofMarks marks = new MemoryProofMarks(1_000_000, InstantSource.system());
        verifier = new DpopProofVerifier(
                DpopSettings.defaults(),
                new byte[32],
                mark -> marks.use(new Mark(
                        mark.thumbprint(),
                        mark.digest() + calls++,
                        Instant.now().plusSeconds(1))),
                InstantSource.fixed(now));
        String jwks = KeyPairs.generate(algorithm).toString(false);
        JWK key = JWKSet.parse(jwks).getKeys().get(0);
        bound = new Confirmation("jkt", key.computeThumbprint().toString());
        String proof = proof(key, KeyFile.parse(jwks, "benchmark"), now.getEpochSecond());
        call = call("GET", proof);
        otherMethod = call("POST", proof);
    }

    private String proof(JWK key, KeyFile signer, long now) {
        Map<String, Object> jwk = new TreeMap<>(key.toPublicJWK().toJSONObject());
        String header = "{\"typ\":\"dpop+jwt\",\"alg\":\"" + algorithm.text() + "\",\"jwk\":"
                + JSONObjectUtils.toJSONString(jwk) + "}";
        String claims = "{\"jti\":\"9f2c7d0e-5a43\",\"htm\":\"GET\",\"htu\":\"" + URL + "\",\"iat\":" + now
                + ",\"ath\":\"" + encode(Sha256.of(TOKEN.getBytes(StandardCharsets.US_ASCII))) + "\"}";
        String input = encode(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encode(claims.getBytes(StandardCharsets.UTF_8));
        byte[] signature = signer.signing().orElseThrow().sign(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + encode(signature);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
