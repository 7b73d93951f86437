package io.github.licensing4j.core.credential.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.core.HashedSignatures;
import io.github.licensing4j.core.Mutations;
import io.github.licensing4j.core.credential.TargetUri;
import io.github.licensing4j.spi.ProofVerification.Proven;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** No proof makes the verifier throw, and what it accepts is for the request, the token and the key, whoever reads it. */
final class DpopProofFuzz {
    static {
        HashedSignatures.install();
    }

    private static final DpopFixture FIXTURE = new DpopFixture();
    private static final String GENUINE = FIXTURE.proof();
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HEADER = JSON.writeValueAsString(FIXTURE.client.header());
    private static final String CLAIMS = JSON.writeValueAsString(FIXTURE.claims());

    @FuzzTest(maxDuration = "25s")
    void acceptsOnlyWhatWasSigned(FuzzedDataProvider data) {
        String proof = Mutations.of(data, GENUINE);
        if (FIXTURE.verify(proof) instanceof Proven) {
            assertThat(proof).isEqualTo(GENUINE);
        }
    }

    @FuzzTest(maxDuration = "25s")
    void acceptsOnlyWhatIsForTheCall(FuzzedDataProvider data) {
        String proof = data.consumeBoolean()
                ? FIXTURE.client.sign(HEADER, Mutations.of(data, CLAIMS))
                : FIXTURE.client.sign(Mutations.of(data, HEADER), CLAIMS);
        if (FIXTURE.verify(proof) instanceof Proven) {
            Map<?, ?> header = part(proof, 0);
            Map<?, ?> claims = part(proof, 1);
            assertThat(header.get("typ")).isEqualTo("dpop+jwt");
            assertThat(header.get("alg")).isEqualTo("ES256");
            assertThat(((Map<?, ?>) header.get("jwk")).get("d")).isNull();
            assertThat(claims.get("htm")).isEqualTo("GET");
            assertThat(claims.get("ath")).isEqualTo(ProofMaker.hash(DpopFixture.TOKEN));
            assertThat(((Number) claims.get("iat")).doubleValue()).isBetween(FIXTURE.now() - 60.0, FIXTURE.now() + 5.0);
            assertThat((String) claims.get("htu")).startsWithIgnoringCase("https:");
        }
    }

    @FuzzTest(maxDuration = "25s")
    void normalizesAddressOnce(FuzzedDataProvider data) {
        String address = Mutations.of(
                data, DpopFixture.URL, "HTTP://[2001:DB8::1]:80/a/./b/../%7e%2F?q#f", "https://h:443/%2e%2e/x//y/..");
        TargetUri.normalized(address).ifPresent(normal -> {
            assertThat(TargetUri.normalized(normal)).as(address).contains(normal);
            assertThat(normal).startsWith(TargetUri.origin(normal));
        });
    }

    private static Map<?, ?> part(String proof, int index) {
        return JSON.readValue(Base64.getUrlDecoder().decode(proof.split("\\.", -1)[index]), Map.class);
    }
}
