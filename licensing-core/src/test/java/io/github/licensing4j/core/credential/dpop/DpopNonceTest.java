package io.github.licensing4j.core.credential.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.ProofChallenge;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.ProofUse;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier.TokenProof;
import io.github.licensing4j.core.credential.dpop.DpopSettings.Nonce;
import io.github.licensing4j.spi.ProofVerification.Proven;
import io.github.licensing4j.spi.ProofVerification.Rejected;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Nonces of this service in proofs (RFC 9449 §8, §9, §11.3). The fixture starts at the begin of a slot of 60 s. */
class DpopNonceTest {
    private final DpopFixture dpop = new DpopFixture();

    @BeforeEach
    void requireNonces() {
        dpop.verifier = dpop.verifier(Nonce.REQUIRED);
    }

    private String proof(String nonce) {
        return dpop.proof(header -> {}, claims -> claims.put("nonce", nonce));
    }

    /** Expects a challenge, and returns its nonce. */
    private String challenged(String proof) {
        Rejected rejected = (Rejected) dpop.verify(proof);
        assertThat(rejected.code()).isEqualTo(RefusalCode.PROOF_INVALID);
        ProofChallenge challenge = Objects.requireNonNull(rejected.challenge());
        assertThat(challenge.value()).startsWith("DPoP error=\"use_dpop_nonce\", algs=\"Ed25519 ");
        assertThat(challenge.fields()).containsOnlyKeys("DPoP-Nonce");
        return Objects.requireNonNull(challenge.fields().get("DPoP-Nonce"));
    }

    private Map<String, String> accepted(String proof) {
        return ((Proven) dpop.verify(proof)).responseFields();
    }

    @Test
    @DisplayName("RFC 9449 §9, §11.3: refuses a proof without a nonce, and one with a made-up nonce")
    void challenges() {
        String nonce = challenged(dpop.proof());
        // RFC 9449 §8.1: nonce = 1*NQCHAR
        assertThat(nonce).matches("[A-Za-z0-9_-]{22}");
        assertThat(challenged(proof("made-up"))).isEqualTo(nonce);
        assertThat(accepted(proof(nonce))).isEmpty();
    }

    @Test
    @DisplayName("RFC 9449 §8.2: accepts recent nonces, and answers an old one with the next")
    void rotates() {
        String first = challenged(dpop.proof());
        dpop.clock.set("2026-03-10T12:01:30Z");
        String second = Objects.requireNonNull(accepted(proof(first)).get("DPoP-Nonce"));
        assertThat(second).isNotEqualTo(first);
        assertThat(accepted(proof(second))).isEmpty();
        dpop.clock.set("2026-03-10T12:02:00Z");
        assertThat(challenged(proof(first))).isNotIn(first, second);
    }

    @Test
    @DisplayName("RFC 9449 §11.1: the time of the nonce replaces iat")
    void replacesIssueTime() {
        String nonce = challenged(dpop.proof());
        String slow = dpop.proof(header -> {}, claims -> {
            claims.put("nonce", nonce);
            claims.put("iat", dpop.now() - 86_400);
        });
        assertThat(accepted(slow)).isEmpty();
        dpop.clock.set("2026-03-10T12:01:59Z");
        assertThat(dpop.rejects(slow)).contains("used before");
    }

    @Test
    @DisplayName("RFC 9449 §9: two nodes with one key accept each other's nonces, before and after a restart")
    void sharesKey() {
        String nonce = challenged(dpop.proof());
        dpop.verifier = dpop.verifier(Nonce.REQUIRED);
        assertThat(accepted(proof(nonce))).isEmpty();
        byte[] other = {1, 2, 3};
        dpop.verifier = new DpopProofVerifier(
                new DpopSettings(ProofUse.OPTIONAL, Nonce.REQUIRED, Duration.ofSeconds(60)),
                other,
                dpop.replays,
                dpop.clock);
        assertThat(challenged(proof(nonce))).isNotEqualTo(nonce);
    }

    @Test
    @DisplayName("RFC 9449 §9: accepts the nonce of a node whose clock is slightly ahead")
    void toleratesNodeAhead() {
        dpop.clock.set("2026-03-10T12:01:03Z");
        String ahead = challenged(dpop.proof());
        dpop.clock.set("2026-03-10T12:00:58Z");
        assertThat(accepted(proof(ahead))).isEmpty();
        dpop.clock.set("2026-03-10T12:00:54Z");
        assertThat(challenged(proof(ahead))).isNotEqualTo(ahead);
    }

    @Test
    @DisplayName("RFC 9449 §8: the token endpoint asks for a nonce as well")
    void challengesTokenRequest() {
        String token = "https://api.example.com/licensing/v1/token";
        var request = Call.builder("POST", new RequestPath.Canonical("/licensing/v1/token"))
                .effectiveUri(URI.create(token));
        String proof = dpop.client.sign(dpop.client.header(), ProofMaker.claims("POST", token, dpop.now()));
        TokenProof result =
                dpop.verifier.verifyTokenRequest(request.header("DPoP", proof).build());
        TokenProof.Rejected rejected = (TokenProof.Rejected) result;
        assertThat(rejected.error()).isEqualTo("use_dpop_nonce");
        assertThat(rejected.responseFields()).containsOnlyKeys("DPoP-Nonce");
    }
}
