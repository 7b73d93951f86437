package io.github.licensing4j.core.credential;

import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.ApiKeyRecord;
import java.util.Optional;
import java.util.function.Function;

/** Finds who an API key is of. A key with a typing error is refused before anybody is asked. */
public final class ApiKeyVerifier {
    private final Function<String, Optional<ApiKeyRecord>> byHash;

    /** @param byHash the key with a SHA-256, in hexadecimal */
    public ApiKeyVerifier(Function<String, Optional<ApiKeyRecord>> byHash) {
        this.byHash = byHash;
    }

    /** Who a key is of. Whether it still holds is for the caller to check, on every call. */
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
