package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.core.Mutations;
import io.github.licensing4j.spi.CredentialVerification;

/** No text but the one that was issued verifies, whatever is changed in it, and none makes the verifier throw. */
final class LicenseTokenFuzz {
    private static final TokenFixture FIXTURE = new TokenFixture();
    private static final String GENUINE = FIXTURE.token();

    @FuzzTest(maxDuration = "25s")
    void believesNothingButWhatWasIssued(FuzzedDataProvider data) {
        String token = Mutations.of(data, GENUINE);
        CredentialVerification verification = FIXTURE.verifier.verify(token);
        assertThat(verification instanceof VerifiedCredential).isEqualTo(token.equals(GENUINE));
    }
}
