package io.github.licensing4j.core.credential;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.ApiKeyRecord;
import java.util.Optional;
import java.util.function.Function;

/** Finds the license of an API key. A key with a typing error is refused without a look-up. */
public final class ApiKeyVerifier {
    private final Function<String, Optional<ApiKeyRecord>> byHash;

    /** @param byHash finds the key with a SHA-256, in hexadecimal */
    public ApiKeyVerifier(Function<String, Optional<ApiKeyRecord>> byHash) {
        this.byHash = byHash;
    }

    /** Returns the caller of a key. Whether the key is still valid must be checked at every call. */
    public Verification verify(String key) {
        if (!ApiKeys.isWellFormed(key)) {
            return new Verification.Rejected(
                    RefusalCode.CREDENTIAL_INVALID, "the API key is not of the form it must have");
        }
        return byHash.apply(ApiKeys.hash(key))
                .<Verification>map(record -> new VerifiedCaller(LicenseClaims.of(record)))
                .orElseGet(() -> new Verification.Rejected(RefusalCode.CREDENTIAL_INVALID, "there is no such API key"));
    }
}
