package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.SignatureKeys.KeyUse;
import io.github.licensing4j.admin.SignatureKeys.NewSignatureKey;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyView;
import io.github.licensing4j.core.credential.signature.SignatureAlgorithm;
import io.github.licensing4j.core.credential.signature.SigningKeys;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The administration of signature keys. */
class SignatureKeyAdminTest extends SignedCallFixture {
    @Test
    void revokedKeyIsRefused() {
        assertThat(outcome(signed(signer()))).isEqualTo("granted");
        fixture.admin.signatureKeys().revoke(keyId, BY);
        fixture.admin.signatureKeys().revoke(keyId, BY);
        assertThat(outcome(signed(signer()))).isEqualTo("credential-revoked Signature error=\"invalid_signature\"");
        assertThatThrownBy(() -> fixture.admin.signatureKeys().revoke("sig_none", BY))
                .isInstanceOf(NotFoundException.class);
        List<String> actions = fixture.admin.audit().read(license, null, 100).items().stream()
                .filter(entry -> keyId.equals(entry.subject()))
                .map(AuditEntryView::action)
                .toList();
        assertThat(actions).containsExactlyInAnyOrder("signature-key.added", "signature-key.revoked");
    }

    @Test
    void listsKeysWithoutSecrets() {
        NewSignatureKey secret = fixture.admin.signatureKeys().add(license, SignatureKeyRequest.secret(), BY);
        assertThat(outcome(signed(signer()))).isEqualTo("granted");
        fixture.tend();
        List<SignatureKeyView> keys = fixture.admin.signatureKeys().list(license);
        assertThat(keys)
                .extracting(SignatureKeyView::id)
                .containsExactlyInAnyOrder(keyId, secret.view().id());
        for (SignatureKeyView key : keys) {
            boolean isSecret = key.id().equals(secret.view().id());
            assertThat(key.algorithm()).isEqualTo(isSecret ? "hmac-sha256" : "ed25519");
            assertThat(key.jwk() == null).isEqualTo(isSecret);
            assertThat(key.times().lastUsedAt() == null).isEqualTo(isSecret);
        }
        assertThat(secret.toString()).doesNotContain(Objects.requireNonNull(secret.secret()));
        assertThat(fixture.store
                        .credentials()
                        .signatureKey(EngineFixture.ISSUER, secret.view().id())
                        .orElseThrow())
                .satisfies(stored -> {
                    assertThat(stored.material()).startsWith("v1.").doesNotContain(secret.secret());
                    assertThat(stored.toString()).doesNotContain(stored.material());
                });
    }

    @Test
    void refusesUnusableKeys() {
        refuses("alg", new SignatureKeyRequest("rsa-v1_5-sha256", "{}", null, KeyUse.plain()));
        refuses("alg", new SignatureKeyRequest("EdDSA", SigningKeys.jwk(pair), null, KeyUse.plain()));
        refuses("jwk", new SignatureKeyRequest("hmac-sha256", "{}", null, KeyUse.plain()));
        refuses("jwk", new SignatureKeyRequest("ed25519", null, null, KeyUse.plain()));
        refuses("jwk", SignatureKeyRequest.of("ecdsa-p256-sha256", SigningKeys.jwk(pair)));
        KeyUse over = new KeyUse("", Set.of(), CallerBindings.none(), fixture.clock.instant());
        refuses("expires", new SignatureKeyRequest("hmac-sha256", null, null, over));
        assertThat(fixture.admin.signatureKeys().list(license)).hasSize(1);
    }

    private void refuses(String field, SignatureKeyRequest request) {
        assertThatThrownBy(() -> fixture.admin.signatureKeys().add(license, request, BY))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void bindsTokensToOwnKeysOnly() {
        String foreign = add(fixture.bought("pro@1"), SigningKeys.generate(SignatureAlgorithm.ED25519));
        for (String kid : List.of("sig_none", "", foreign)) {
            assertThatThrownBy(() -> bound(kid))
                    .isInstanceOfSatisfying(
                            InvalidFieldException.class,
                            e -> assertThat(e.field()).isEqualTo("cnf.kid"));
        }
        fixture.admin.signatureKeys().revoke(keyId, BY);
        assertThatThrownBy(() -> bound(keyId)).isInstanceOf(InvalidFieldException.class);
    }
}
