package io.github.licensing4j.core.credential.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.core.HashedSignatures;
import io.github.licensing4j.core.Mutations;
import io.github.licensing4j.spi.CredentialVerification;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** No claims of a provider make the verifier throw, and what it grants is what they say. */
final class AccessTokenFuzz {
    static {
        HashedSignatures.install();
    }

    private static final AccessTokenFixture FIXTURE = new AccessTokenFixture();
    private static final JwtAccessTokenVerifier VERIFIER = FIXTURE.verifier();
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HEADER = JSON.writeValueAsString(AccessTokenFixture.EC.header());
    private static final String PLAIN = JSON.writeValueAsString(AccessTokenFixture.claims());
    private static final String FULL = JSON.writeValueAsString(
                    AccessTokenFixture.claims("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")))
            .replaceFirst(
                    "\\{",
                    "{\"scope\":\"a b\",\"nbf\":1773144000,\"realm_access\":{\"roles\":[\"x\"]},\"act\":{\"sub\":\"s\"},");

    @FuzzTest(maxDuration = "25s")
    void grantsOnlyWhatClaimsSay(FuzzedDataProvider data) {
        boolean isHeader = data.consumeBoolean();
        String token = isHeader
                ? AccessTokenFixture.EC.sign(Mutations.of(data, HEADER), PLAIN)
                : AccessTokenFixture.EC.sign(HEADER, Mutations.of(data, PLAIN, FULL));
        CredentialVerification result = VERIFIER.verify(AccessTokenFixture.bearer(token));
        if (result instanceof AccessToken granted) {
            Map<?, ?> claims = JSON.readValue(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), Map.class);
            assertThat(claims.get("iss")).isEqualTo(AccessTokenFixture.ISSUER);
            assertThat(String.valueOf(claims.get("aud"))).contains(AccessTokenFixture.AUDIENCE);
            assertThat(String.valueOf(claims.get("client_id"))).isIn("client-1", "client-2");
            assertThat(granted.license()).isEqualTo(AccessTokenFixture.LICENSE);
            assertThat(granted.expiresAt())
                    .isAfter(Instant.ofEpochSecond(AccessTokenFixture.NOW).minusSeconds(31));
            assertThat(granted.confirmations().isEmpty()).isEqualTo(!claims.containsKey("cnf"));
            assertThat(claims.containsKey("scope") || granted.scopes().isEmpty())
                    .isTrue();
        }
    }
}
