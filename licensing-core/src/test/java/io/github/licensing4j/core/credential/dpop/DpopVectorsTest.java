package io.github.licensing4j.core.credential.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.dpop.DpopProofVerifier.TokenProof;
import io.github.licensing4j.core.credential.dpop.DpopSettings.Nonce;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.ProofVerification.Proven;
import io.github.licensing4j.spi.ProofVerification.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The proofs that RFC 9449 prints. */
class DpopVectorsTest {
    private static final JsonNode VECTORS = vectors();

    private final DpopFixture dpop = new DpopFixture();

    private static JsonNode vectors() {
        try (InputStream in = DpopVectorsTest.class.getResourceAsStream("rfc9449_examples.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Call.Route direct() {
        return Call.Route.DIRECT;
    }

    @Test
    @DisplayName("RFC 9449 §4.2, §5: accepts the proofs for the token endpoint once, with their thumbprint")
    void acceptsTokenRequests() {
        for (int i = 0; i < 2; i++) {
            JsonNode vector = VECTORS.get("proofs").get(i);
            JsonNode claims = vector.get("claims");
            dpop.clock.set(Instant.ofEpochSecond(claims.get("iat").asLong() + 2).toString());
            DpopProofVerifier verifier = new DpopFixture().verifier;
            assertThat(verifier.verifyTokenRequest(request(vector)))
                    .as("at another time")
                    .isInstanceOf(TokenProof.Rejected.class);
            verifier = dpop.verifier(Nonce.OFF);
            assertThat(verifier.verifyTokenRequest(request(vector)))
                    .isInstanceOfSatisfying(
                            TokenProof.Proven.class,
                            proven -> assertThat(proven.thumbprint())
                                    .isEqualTo(vector.get("jkt").asString()));
        }
    }

    private static Call request(JsonNode vector) {
        JsonNode claims = vector.get("claims");
        return Call.builder(claims.get("htm").asString(), new RequestPath.Canonical("/"))
                .effectiveUri(URI.create(claims.get("htu").asString()))
                .peer(new Call.Peer("203.0.113.9", direct()))
                .header("DPoP", vector.get("proof").asString())
                .build();
    }

    @Test
    @DisplayName("RFC 9449 §7.1: accepts the proof for the protected resource once, with its token only")
    void acceptsProtectedResource() {
        JsonNode request = VECTORS.get("protected_resource_request");
        dpop.clock.set(
                Instant.ofEpochSecond(request.get("evaluate_at_epoch").asLong()).toString());
        String token = request.get("access_token").asString();
        JsonNode vector = VECTORS.get("proofs").get(2);
        Confirmation bound = new Confirmation(
                "jkt",
                VECTORS.get("bound_access_token")
                        .get("claims")
                        .get("cnf")
                        .get("jkt")
                        .asString());
        assertThat(ProofMaker.hash(token)).isEqualTo(request.get("expected_ath").asString());
        assertThat(dpop.verifier.verify(resource(vector, token + "x"), bound)).isInstanceOf(Rejected.class);
        assertThat(dpop.verifier.verify(resource(vector, token), bound)).isInstanceOf(Proven.class);
        assertThat(dpop.verifier.verify(resource(vector, token), bound)).isInstanceOf(Rejected.class);
    }

    private static Call resource(JsonNode vector, String token) {
        JsonNode request = VECTORS.get("protected_resource_request");
        return Call.builder(request.get("method").asString(), new RequestPath.Canonical("/protectedresource"))
                .credential(new Credential(Source.DPOP, token))
                .effectiveUri(URI.create(request.get("url").asString()))
                .header("DPoP", vector.get("proof").asString())
                .build();
    }
}
