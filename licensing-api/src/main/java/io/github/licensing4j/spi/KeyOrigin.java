package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Names the credential with which a caller made an API key. Revoking that credential finds the key by it.
 *
 * @param keyId the API key that was shown, or that the token came from; null if there is none
 * @param family the family of refresh tokens that the token came with; null if there is none
 * @param tokenId the {@code jti} of the token that was shown; null if an API key was shown
 * @param issuedAt the earliest {@code iat} of the tokens that the key descends from; null if there is none
 */
public record KeyOrigin(
        @Nullable String keyId,
        @Nullable String family,
        @Nullable String tokenId,
        @Nullable Instant issuedAt) {}
