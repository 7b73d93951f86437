package io.github.licensing4j.spi;

import java.time.Instant;

/**
 * A token that was revoked before its time.
 *
 * @param issuer its exact {@code iss}
 * @param tokenId its {@code jti}
 * @param until when it would have expired; after that, nobody need remember it
 */
public record RevokedToken(String issuer, String tokenId, Instant until) {}
