package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the credential with which a caller created an API key. Revoking that credential finds the key by it.
 *
 * @param keyId the presented API key, or the one that the token was issued for; null if there is none
 * @param family the family of refresh tokens that the token was issued with; null if there is none
 * @param tokenId the {@code jti} of the presented token; null if an API key was presented
 * @param issuedAt the earliest {@code iat} of the tokens that the key descends from; null if there is none
 */
public record KeyOrigin(
        @Nullable String keyId,
        @Nullable String family,
        @Nullable String tokenId,
        @Nullable Instant issuedAt) {}
