package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Identification;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.credential.dpop.ProofMaker;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The request for a protected resource that RFC 9449 prints, as a call of an engine that knows its token. */
class Rfc9449VectorsTest {
    private static final JsonNode VECTORS = vectors();
    private static final JsonNode REQUEST = VECTORS.get("protected_resource_request");
    private static final Instant NOW =
            Instant.ofEpochSecond(REQUEST.get("evaluate_at_epoch").asLong());

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock(NOW.toString());

    private static JsonNode vectors() {
        try (InputStream in = ProofMaker.class.getResourceAsStream("rfc9449_examples.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Verifies any token, as bound to the key of the example. */
    private static final class Bound implements CredentialVerifier {
        @Override
        public boolean accepts(Credential credential) {
            return true;
        }

        @Override
        public CredentialVerification verify(Credential credential) {
            JsonNode claims = VECTORS.get("bound_access_token").get("claims");
            return new Token(
                    List.of(new Confirmation("jkt", claims.get("cnf").get("jkt").asString())));
        }
    }

    private record Token(List<Confirmation> confirmations) implements CredentialVerification.Verified {
        @Override
        public LicenseId license() {
            return new LicenseId(EngineFixture.ISSUER, "lic_1");
        }

        @Override
        public String id() {
            return "token_1";
        }

        @Override
        public Instant validFrom() {
            return NOW.minusSeconds(60);
        }

        @Override
        public Instant expiresAt() {
            return NOW.plusSeconds(600);
        }

        @Override
        public Set<String> scopes() {
            return Set.of();
        }
    }

    private EngineFixture engine() {
        EngineFixture engine = new EngineFixture(
                dir, EngineFixture.CATALOG, clock, builder -> builder.credentialVerifier(new Bound()));
        engine.put(LicenseRecord.of(
                new LicenseId(EngineFixture.ISSUER, "lic_1"),
                "acme",
                PlanId.parse("pro@1"),
                NOW.minusSeconds(60),
                ZoneOffset.UTC));
        return engine;
    }

    private static String outcome(EngineFixture engine, String method, String uri, String token) {
        Call call = Call.builder(method, new RequestPath.Canonical("/protectedresource"))
                .credential(new Credential(Source.DPOP, token))
                .effectiveUri(URI.create(uri))
                .header("DPoP", VECTORS.get("proofs").get(2).get("proof").asString())
                .build();
        Identification who = engine.licensing.identify(call);
        return who instanceof Refused refused ? refused.refusal().code().text() : "granted";
    }

    @Test
    @DisplayName("RFC 9449 §7.1: accepts the printed proof with its token, method and address, once")
    void judgesProtectedResource() {
        JsonNode claims = VECTORS.get("proofs").get(2).get("claims");
        String method = claims.get("htm").asString();
        String uri = claims.get("htu").asString();
        String token = REQUEST.get("access_token").asString();
        try (EngineFixture engine = engine()) {
            assertThat(outcome(engine, method, uri, token + "x")).isEqualTo("proof-invalid");
            assertThat(outcome(engine, "PUT", uri, token)).isEqualTo("proof-invalid");
            assertThat(outcome(engine, method, uri + "/other", token)).isEqualTo("proof-invalid");
            assertThat(outcome(engine, method, uri, token)).isEqualTo("granted");
            assertThat(outcome(engine, method, uri, token)).as("again").isEqualTo("proof-invalid");
            clock.set(NOW.plusSeconds(120).toString());
            assertThat(outcome(engine, method, uri, token)).as("too old").isEqualTo("proof-invalid");
        }
    }
}
