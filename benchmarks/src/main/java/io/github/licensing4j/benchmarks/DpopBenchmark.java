package io.github.licensing4j.benchmarks;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier;
import io.github.licensing4j.core.credential.dpop.DpopSettings;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import io.github.licensing4j.spi.ReplayMark;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
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
        KeyPair pair = pair();
        JWK key = jwk(pair.getPublic());
        bound = new Confirmation("jkt", key.computeThumbprint().toString());
        String proof = proof(key, pair.getPrivate(), now.getEpochSecond());
        call = call("GET", proof);
        otherMethod = call("POST", proof);
    }

    /** Returns the mark of another proof, which ends in a second. */
    private ReplayMark other(ReplayMark mark) {
        Instant now = Instant.now();
        return new ReplayMark(mark.key(), mark.id() + calls++, now, now, now.plusSeconds(1));
    }

    private KeyPair pair() throws GeneralSecurityException {
        return switch (algorithm) {
            case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            case ES256 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                yield generator.generateKeyPair();
            }
            default -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                yield generator.generateKeyPair();
            }
        };
    }

    private static JWK jwk(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.P_256, ec).build();
        }
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        byte[] der = key.getEncoded();
        byte[] raw = Arrays.copyOfRange(der, der.length - 32, der.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(raw)).build();
    }

    private String proof(JWK key, PrivateKey signer, long now) throws GeneralSecurityException {
        String header =
                "{\"typ\":\"dpop+jwt\",\"alg\":\"" + algorithm.text() + "\",\"jwk\":" + key.toJSONString() + "}";
        String claims = "{\"jti\":\"9f2c7d0e-5a43\",\"htm\":\"GET\",\"htu\":\"" + URL + "\",\"iat\":" + now
                + ",\"ath\":\"" + encode(Sha256.of(TOKEN.getBytes(StandardCharsets.US_ASCII))) + "\"}";
        String input =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case ED25519 -> "Ed25519";
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    case PS256 -> "RSASSA-PSS";
                    default -> "SHA256withRSA";
                });
        if (algorithm == JwsAlgorithm.PS256) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initSign(signer);
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + encode(signature.sign());
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
