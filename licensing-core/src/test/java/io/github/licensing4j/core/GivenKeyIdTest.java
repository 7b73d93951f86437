package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Identified;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyView;
import io.github.licensing4j.client.RequestSigner;
import io.github.licensing4j.core.credential.signature.SignatureAlgorithm;
import io.github.licensing4j.core.credential.signature.SigningKeys;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are registered under the {@code keyid} that signatures by them already have. */
class GivenKeyIdTest extends SignedCallFixture {
    private static final String GIVEN = "partner-key.2026:eu";
    private static final String INVALID = "credential-invalid Signature error=\"invalid_signature\"";

    private final KeyPair partner = SigningKeys.generate(SignatureAlgorithm.ED25519);

    private static SignatureKeyRequest request(KeyPair key, String id) {
        return SignatureKeyRequest.of("ed25519", SigningKeys.jwk(key)).keyId(id);
    }

    private SignatureKeyView register(String of, KeyPair key, String id) {
        return fixture.admin.signatureKeys().add(of, request(key, id), BY).view();
    }

    private RequestSigner signer(String id, KeyPair key) {
        return RequestSigner.with(id, key.getPrivate()).clock(fixture.clock);
    }

    @Test
    void authenticatesOnceRegistered() {
        assertThat(outcome(signed(signer(GIVEN, partner)))).startsWith("credential-missing");
        assertThat(register(license, partner, GIVEN).id()).isEqualTo(GIVEN);
        assertThat(signed(signer(GIVEN, partner)))
                .isInstanceOfSatisfying(
                        Identified.class,
                        who -> assertThat(who.license().orElseThrow().id().value())
                                .isEqualTo(license));
        assertThat(fixture.admin.signatureKeys().list(license))
                .extracting(SignatureKeyView::id)
                .containsExactlyInAnyOrder(keyId, GIVEN);
    }

    @Test
    void refusesOtherKeyUnderRegisteredId() {
        register(license, partner, GIVEN);
        assertThat(outcome(signed(signer(GIVEN, pair)))).isEqualTo(INVALID);
        assertThat(outcome(signed(signer("partner-key.2026:us", partner)))).startsWith("credential-missing");
        assertThat(outcome(signed(signer("PARTNER-KEY.2026:eu", partner)))).startsWith("credential-missing");
        assertThat(outcome(signed(signer(keyId, partner)))).isEqualTo(INVALID);
    }

    @Test
    void revokedKeyIsRefusedAndKeepsItsId() {
        register(license, partner, GIVEN);
        assertThat(outcome(signed(signer(GIVEN, partner)))).isEqualTo("granted");
        fixture.admin.signatureKeys().revoke(GIVEN, BY);
        assertThat(outcome(signed(signer(GIVEN, partner))))
                .isEqualTo("credential-revoked Signature error=\"invalid_signature\"");
        for (String of : new String[] {license, fixture.bought("pro@1")}) {
            assertThatThrownBy(() -> register(of, partner, GIVEN))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining(GIVEN);
        }
        assertThat(outcome(signed(signer(GIVEN, partner)))).startsWith("credential-revoked");
    }

    @Test
    void bindsTokens() {
        register(license, partner, GIVEN);
        String token = bound(GIVEN);
        assertThat(outcome(withToken(token, signer(GIVEN, partner)))).isEqualTo("granted");
        assertThat(outcome(withToken(token, signer()))).startsWith("proof-invalid");
        assertThat(outcome(withToken(token, null))).startsWith("proof-required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "a b",
                "a/b",
                "a\\b",
                "a\"b",
                "a%2fb",
                "k\u00e9y",
                "a\n",
                "a;b",
                "a,b",
                "a?b",
                "a#b",
                "sig_01k",
                "key_1",
                "tok_1",
                "lic_1",
                "fam_1",
                "oauth:oauth:jti-1",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesUnusableIds(String id) {
        assertThatThrownBy(() -> register(license, partner, id))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo("keyId"));
        assertThat(fixture.admin.signatureKeys().list(license)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "client_1",
                "Sig_1",
                "urn:key:1",
                "ops@example.com",
                "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
                "a.b~c+d=",
                "1234567890123456789012345678901234567890123456789012345678901234"
            })
    void acceptsOtherIds(String id) {
        register(license, partner, id);
        assertThat(outcome(signed(signer(id, partner)))).isEqualTo("granted");
    }
}
