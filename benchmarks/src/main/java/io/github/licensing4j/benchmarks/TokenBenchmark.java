package io.github.licensing4j.benchmarks;

import io.github.licensing4j.Call;
import io.github.licensing4j.Identification;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.credential.LicenseTokenVerifier;
import io.github.licensing4j.core.credential.TrustAnchor;
import io.github.licensing4j.spi.CredentialVerification;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Benchmarks a new token, a cached token, and tokens that are refused without checking a signature. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else.
public class TokenBenchmark {
    @Param({"ED25519", "ES256", "PS256", "RS256"})
    public JwsAlgorithm algorithm = JwsAlgorithm.ED25519;

    private LicenseTokenVerifier verifier;
    private Bench bench;
    private String token = "";
    private String malformed = "";
    private String wrongAlgorithm = "";
    private String expired = "";
    private Call seen;

    @Setup
    public void setUp() {
        bench = new Bench(algorithm, 1000);
        TrustAnchor anchor = new TrustAnchor(Bench.ISSUER, Bench.AUDIENCE, List.of(bench.keys));
        verifier = new LicenseTokenVerifier(List.of(anchor), Duration.ofSeconds(30), InstantSource.system(), List.of());
        token = bench.token("lic_1");
        malformed = token + "=";
        String other = algorithm == JwsAlgorithm.RS256 ? "PS256" : "RS256";
        String header = "{\"typ\":\"license+jwt\",\"alg\":\"" + other + "\",\"kid\":\"k\"}";
        wrongAlgorithm = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + token.substring(token.indexOf('.'));
        InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofDays(-60));
        expired = new LicenseTokenIssuer(Bench.ISSUER, Bench.AUDIENCE, bench.keys, later)
                .issue(LicenseTokenRequest.of("acme", "lic_1", new PlanId("pro", 1), Duration.ofDays(1)));
        seen = Bench.call(token);
    }

    @Benchmark
    public CredentialVerification neverSeen() {
        return verifier.verify(token);
    }

    @Benchmark
    public Identification seen() {
        return bench.licensing.identify(seen);
    }

    @Benchmark
    public CredentialVerification malformed() {
        return verifier.verify(malformed);
    }

    @Benchmark
    public CredentialVerification wrongAlgorithm() {
        return verifier.verify(wrongAlgorithm);
    }

    @Benchmark
    public CredentialVerification expired() {
        return verifier.verify(expired);
    }

    /** The reference of the budget: Bouncy Castle's signature check alone, on as many bytes. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class Bare {
        private Ed25519PublicKeyParameters key;
        private byte[] message = {};
        private byte[] signature = {};

        @Setup
        public void setUp() {
            Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
            generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
            var pair = generator.generateKeyPair();
            key = (Ed25519PublicKeyParameters) pair.getPublic();
            message = new byte[420];
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, (Ed25519PrivateKeyParameters) pair.getPrivate());
            signer.update(message, 0, message.length);
            signature = signer.generateSignature();
        }
    }

    @Benchmark
    public boolean bareBouncyCastleEd25519(Bare bare) {
        Ed25519Signer verifying = new Ed25519Signer();
        verifying.init(false, bare.key);
        verifying.update(bare.message, 0, bare.message.length);
        return verifying.verifySignature(bare.signature);
    }
}
