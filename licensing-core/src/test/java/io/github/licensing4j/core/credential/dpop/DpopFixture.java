package io.github.licensing4j.core.credential.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.dpop.DpopSettings.Nonce;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification;
import io.github.licensing4j.spi.ProofVerification.Proven;
import io.github.licensing4j.spi.ProofVerification.Rejected;
import io.github.licensing4j.tck.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A verifier, a clock and a client with a key. */
final class DpopFixture {
    static final String TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
    static final String URL = "https://api.example.com/v1/forecast";
    static final byte[] NONCE_KEY = new byte[32];

    final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    final ProofMaker client;
    final InMemoryReplays replays = new InMemoryReplays(1000, 1000);
    DpopProofVerifier verifier;

    DpopFixture() {
        this(JwsAlgorithm.ES256);
    }

    DpopFixture(JwsAlgorithm algorithm) {
        this.client = ProofMaker.of(algorithm);
        this.verifier = verifier(Nonce.OFF);
    }

    DpopProofVerifier verifier(Nonce nonce) {
        return new DpopProofVerifier(
                new DpopSettings(ProofUse.OPTIONAL, nonce, Duration.ofSeconds(60)), NONCE_KEY, replays, clock);
    }

    long now() {
        return clock.millis() / 1000;
    }

    Map<String, @Nullable Object> claims() {
        Map<String, @Nullable Object> claims = ProofMaker.claims("GET", URL, now());
        claims.put("ath", ProofMaker.hash(TOKEN));
        return claims;
    }

    /** Returns a proof whose header and claims were changed. */
    String proof(Consumer<Map<String, @Nullable Object>> header, Consumer<Map<String, @Nullable Object>> claims) {
        Map<String, @Nullable Object> head = client.header();
        header.accept(head);
        Map<String, @Nullable Object> body = claims();
        claims.accept(body);
        return client.sign(head, body);
    }

    String proof() {
        return proof(header -> {}, claims -> {});
    }

    static CallBuilder call(String method, String uri, Source source) {
        return Call.builder(method, new RequestPath.Canonical("/v1/forecast"))
                .credential(new Credential(source, TOKEN))
                .effectiveUri(URI.create(uri));
    }

    static Call call(String proof) {
        return call("GET", URL, Source.DPOP).header("DPoP", proof).build();
    }

    ProofVerification verify(Call call) {
        return verifier.verify(call, new Confirmation("jkt", client.thumbprint()));
    }

    ProofVerification verify(String proof) {
        return verify(call(proof));
    }

    void accepts(String proof) {
        assertThat(verify(proof)).isInstanceOf(Proven.class);
    }

    /** Expects the refusal with an invalid_dpop_proof, and returns its cause. */
    String rejects(String proof) {
        Rejected rejected = (Rejected) verify(proof);
        assertThat(rejected.code()).isEqualTo(RefusalCode.PROOF_INVALID);
        assertThat(Objects.requireNonNull(rejected.challenge()).value())
                .isEqualTo("DPoP error=\"invalid_dpop_proof\", algs=\"Ed25519 ES256 PS256 RS256 EdDSA\"");
        return rejected.cause();
    }
}
