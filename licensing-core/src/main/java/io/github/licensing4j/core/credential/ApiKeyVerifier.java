package io.github.licensing4j.core.credential;

import io.github.licensing4j.Credential;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import java.util.Optional;
import java.util.function.Function;

/** Finds the license of an API key. A key with a typing error is refused without a look-up. */
public final class ApiKeyVerifier implements CredentialVerifier {
    private final ApiKeyForms forms;
    private final Function<String, Optional<ApiKeyRecord>> byHash;

    /**
     * @param forms the forms of keys that are looked up
     * @param byHash finds the key with a SHA-256, in hexadecimal
     */
    public ApiKeyVerifier(ApiKeyForms forms, Function<String, Optional<ApiKeyRecord>> byHash) {
        this.forms = forms;
        this.byHash = byHash;
    }

    /** Returns whether a credential is an API key by its form, well-formed or not. */
    @Override
    public boolean accepts(Credential credential) {
        return forms.accepts(credential.value());
    }

    /** Returns the digest of a key, because a key may be valid for ever and must not be kept in clear. */
    @Override
    public String cacheName(Credential credential) {
        return forms.cacheName(credential.value());
    }

    /** Finds the record of a key. Whether the key is still valid must be checked at every call. */
    @Override
    public CredentialVerification verify(Credential credential) {
        return verify(credential.value());
    }

    CredentialVerification verify(String key) {
        if (!forms.isWellFormed(key)) {
            return new CredentialVerification.Rejected(
                    RefusalCode.CREDENTIAL_INVALID, "the API key is not of the form it must have");
        }
        return byHash.apply(ApiKeyFormat.hash(key))
                .<CredentialVerification>map(record -> new VerifiedCredential(TokenClaims.of(record)))
                .orElseGet(() -> new CredentialVerification.Rejected(
                        RefusalCode.CREDENTIAL_INVALID, "there is no such API key"));
    }
}
