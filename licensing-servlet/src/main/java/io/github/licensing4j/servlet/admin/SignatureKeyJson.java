package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key that signs calls. */
record SignatureKeyJson(
        String keyId,
        @Nullable String secret,
        String license,
        String alg,
        @Nullable Jwk jwk,
        @Nullable String name,
        @JsonUnwrapped KeyJson.Use use,
        @JsonUnwrapped Lifetime lifetime,
        @Nullable Instant lastUsedAt) {

    /** The instants at which the key was added and ends. */
    record Lifetime(
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {}

    /** The keys of a license. */
    record SignatureKeysJson(List<SignatureKeyJson> keys) {}

    /** Returns the key with its secret, for the response that adds it; null for a key with a public part. */
    SignatureKeyJson created(@Nullable String generated) {
        return new SignatureKeyJson(keyId, generated, license, alg, jwk, name, use, lifetime, lastUsedAt);
    }
}
