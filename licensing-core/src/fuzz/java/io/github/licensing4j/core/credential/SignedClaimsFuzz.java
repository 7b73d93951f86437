package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.core.HashedSignatures;
import io.github.licensing4j.core.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Claims that a trusted issuer has signed are refused as a value or mean the same to every reader. */
final class SignedClaimsFuzz {
    static {
        HashedSignatures.install();
    }

    private static final TokenFixture FIXTURE = new TokenFixture();
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String[] GENUINE = {
        TokenFixture.claims(),
        TokenFixture.claims(
                "'plan':'pro@1'",
                "'plan':'pro@1','features':['+a','-b'],'limits':{'monthly':{'amount':5}},'anchor':'2026-01-31T00:00:00Z',"
                        + "'zone':'Europe/Berlin','scope':'read write','bind':{'ips':['10.0.0.0/8','::1'],'users':['u']},"
                        + "'status':{'status_list':{'idx':3,'uri':'https://x.example'}}"),
    };

    @FuzzTest(maxDuration = "25s")
    void refusesOrMeansTheSameToEveryReader(FuzzedDataProvider data) {
        String claims = Mutations.of(data, GENUINE);
        if (!(FIXTURE.verifier.verify(FIXTURE.signed(claims)) instanceof VerifiedCredential)) {
            return;
        }
        Map<?, ?> read = STRICT.readValue(claims.getBytes(StandardCharsets.UTF_8), Map.class);
        assertThat(read.get("iss")).isEqualTo(TokenFixture.ISSUER);
        assertThat(read.keySet().stream().map(String::valueOf)).contains("sub", "jti", "lic", "iat", "nbf", "exp");
        assertThat(STRICT.readValue(STRICT.writeValueAsBytes(read), Object.class))
                .isEqualTo(read);
    }
}
