package io.github.licensing4j.core.license;

import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.CredentialStore;
import io.github.licensing4j.spi.TokenRecord;

/** Finds the API key in whose quotas the calls of a token count. */
final class CountedKey {
    private CountedKey() {}

    /** Returns the id of the key that a token was exchanged for, or of the first that it replaces; empty if it came from none. */
    static String ofToken(CredentialStore credentials, VerifiedCredential token) {
        String issuer = token.license().issuer();
        return credentials
                .token(issuer, token.id())
                .map(TokenRecord::keyId)
                .map(id ->
                        credentials.key(issuer, id).map(ApiKeyRecord::countedAs).orElse(id))
                .orElse("");
    }
}
