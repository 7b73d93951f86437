package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Notifies caches that something in a store has changed.
 *
 * @param generation the number of the change, each above the one before
 * @param kind what changed
 * @param issuer whose, the exact {@code iss}
 * @param id the license's id, the API key's hash, the signature key's id, the token's id, the customer or the revoked
 *     license; empty for {@link Kind#ISSUED_BEFORE}
 * @param until for a revoked token, its expiry; for {@link Kind#ISSUED_BEFORE}, that instant; else null
 */
public record StoreEvent(
        long generation,
        Kind kind,
        String issuer,
        String id,
        @Nullable Instant until) {

    /** The kind of change. */
    public enum Kind {
        LICENSE,
        KEY,
        SIGNATURE_KEY,
        REVOKED_TOKEN,
        REVOKED_CUSTOMER,
        REVOKED_LICENSE,
        ISSUED_BEFORE
    }
}
