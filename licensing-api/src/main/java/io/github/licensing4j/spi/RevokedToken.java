package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * A token that was revoked before its expiry.
 *
 * @param issuer its exact {@code iss}
 * @param tokenId its {@code jti}
 * @param until its expiry; the revocation is irrelevant after that
 */
public record RevokedToken(String issuer, String tokenId, Instant until) {}
