package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.credential.signature.SignatureSettings.Nonce;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters of signatures: their window, nonce, algorithm and tag. */
class SignatureParametersTest {
    private final SignatureFixture signatures = new SignatureFixture();

    private Draft with(String parameters) {
        return signatures.draft().parameters(parameters.replace("NOW", Long.toString(signatures.now())));
    }

    @ParameterizedTest
    @CsvSource({"-299, signed", "-300, credential-invalid", "5, signed", "6, credential-invalid"})
    @DisplayName("RFC 9421 §2.3, §3.2: accepts a signature from five seconds ahead to before the end of its window")
    void checksCreated(long offset, String outcome) {
        String parameters = ";created=" + (signatures.now() + offset) + ";keyid=\"sig_1\";nonce=\"n\"";
        assertThat(signatures.outcome(with(parameters).call())).isEqualTo(outcome);
    }

    @Test
    @DisplayName("RFC 9421 §2.3: the window ends in the middle of a second as exactly")
    void windowIsExact() {
        Draft draft = signatures.draft();
        signatures.clock.advance(Duration.ofMillis(299_999));
        assertThat(signatures.outcome(draft.call())).isEqualTo("signed");
        Draft second = signatures.draft();
        signatures.clock.advance(Duration.ofMinutes(5));
        assertThat(signatures.outcome(second.call())).isEqualTo("credential-invalid");
    }

    @ParameterizedTest
    @CsvSource({"1, signed", "0, credential-invalid", "-1, credential-invalid"})
    @DisplayName("RFC 9421 §2.3: an 'expires' ends a signature before its window")
    void checksExpires(long seconds, String outcome) {
        String parameters = ";created=" + (signatures.now() - 10) + ";expires=" + (signatures.now() + seconds)
                + ";keyid=\"sig_1\";nonce=\"n\"";
        assertThat(signatures.outcome(with(parameters).call())).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";keyid=\"sig_1\";nonce=\"n\"",
                ";created=NOW.0;keyid=\"sig_1\";nonce=\"n\"",
                ";created=\"NOW\";keyid=\"sig_1\";nonce=\"n\"",
                ";created;keyid=\"sig_1\";nonce=\"n\"",
                ";created=-999999999999999;keyid=\"sig_1\";nonce=\"n\"",
                ";created=999999999999999;keyid=\"sig_1\";nonce=\"n\"",
                ";created=NOW;expires=NOW;keyid=\"sig_1\";nonce=\"n\"",
                ";created=NOW;expires=\"x\";keyid=\"sig_1\";nonce=\"n\"",
                ";created=NOW;keyid=\"sig_1\"",
                ";created=NOW;keyid=\"sig_1\";nonce=\"\"",
                ";created=NOW;keyid=\"sig_1\";nonce=n",
                ";created=NOW;keyid=\"sig_1\";nonce=\"n\";alg=ed25519",
                ";created=NOW;created=NOW;keyid=\"sig_1\";nonce=\"n\"",
                ";created=NOW;keyid=\"sig_2\";keyid=\"sig_1\";nonce=\"n\""
            })
    @DisplayName("RFC 9421 §2.3: refuses parameters that are missing, of another type, or given twice")
    void refusesMalformedParameters(String parameters) {
        signatures.rejects(with(parameters).call());
    }

    @Test
    @DisplayName(
            "RFC 9421 §7.2.2: a nonce of a key is accepted once, also beside another signature, until its window has passed")
    void usesNonceOnce() {
        Draft draft = with(";created=NOW;keyid=\"sig_1\";nonce=\"same\"");
        signatures.accepts(draft.call());
        assertThat(signatures.rejects(draft.call())).isEqualTo("its nonce was used before");
        signatures.clock.advance(Duration.ofSeconds(1));
        assertThat(signatures.rejects(
                        with(";created=NOW;keyid=\"sig_1\";nonce=\"same\"").call()))
                .isEqualTo("its nonce was used before");
        signatures.clock.advance(Duration.ofSeconds(305));
        signatures.accepts(with(";created=NOW;keyid=\"sig_1\";nonce=\"same\"").call());
    }

    @Test
    @DisplayName("RFC 9421 §7.2.2: a request that fails for another reason leaves its nonce unused")
    void failedRequestLeavesNonce() {
        Draft draft = with(";created=NOW;keyid=\"sig_1\";nonce=\"same\"").digested("a");
        draft.body(new byte[] {'b'});
        signatures.rejects(draft.call());
        draft.body(new byte[] {'a'});
        signatures.accepts(draft.call());
    }

    @Test
    @DisplayName("RFC 9421 §7.2.2: without nonces a signature is accepted within its window, and one with a nonce once")
    void nonceIsOptional() {
        signatures.verifier = signatures.verifier(SignatureFixture.settings(Nonce.OPTIONAL, null));
        Draft plain = with(";created=NOW;keyid=\"sig_1\"");
        signatures.accepts(plain.call());
        signatures.accepts(plain.call());
        Draft once = with(";created=NOW;keyid=\"sig_1\";nonce=\"n\"");
        signatures.accepts(once.call());
        signatures.rejects(once.call());
    }

    @Test
    @DisplayName("RFC 9421 §3.3.7, §7.3.6: an 'alg' must be that of the key, by its name in the registry")
    void algorithmMustAgree() {
        signatures.accepts(with(signatures.parameters() + ";alg=\"ed25519\"").call());
        for (String other : new String[] {"hmac-sha256", "EdDSA", "Ed25519", "ecdsa-p256-sha256", "none", ""}) {
            assertThat(signatures.rejects(with(signatures.parameters() + ";alg=\"" + other + "\"")
                            .call()))
                    .isEqualTo("its signature is not by its key, or there is no such key");
        }
    }

    @Test
    @DisplayName("RFC 9421 §7.2.5: a required tag selects signatures; others are not read")
    void tagSelects() {
        signatures.verifier = signatures.verifier(SignatureFixture.settings(Nonce.REQUIRED, "weather"));
        signatures.accepts(with(signatures.parameters() + ";tag=\"weather\"").call());
        assertThat(signatures.outcome(
                        with(signatures.parameters() + ";tag=\"other\"").call()))
                .isEqualTo("unsigned");
        assertThat(signatures.outcome(
                        with(signatures.parameters() + ";tag=weather").call()))
                .isEqualTo("unsigned");
        assertThat(signatures.outcome(signatures.draft().call())).isEqualTo("unsigned");
    }

    @Test
    @DisplayName("RFC 9421 §2.3: the order of parameters and of further ones is kept")
    void keepsOrderOfParameters() {
        signatures.accepts(with(";x-app=?0;nonce=\"n1\";keyid=\"sig_1\";flag;created=NOW;n=1.5;t=*tok/en")
                .call());
    }
}
