package io.github.licensing4j.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says that something in a store has changed, for those that keep copies.
 *
 * @param generation the number of the change, each above the one before
 * @param kind what changed
 * @param issuer whose, the exact {@code iss}
 * @param id the license's id, the key's hash, the token's id, the customer or the revoked license; empty for {@link Kind#ISSUED_BEFORE}
 * @param until for a revoked token, when it would have expired; for {@link Kind#ISSUED_BEFORE}, that instant; else null
 */
public record StoreEvent(
        long generation,
        Kind kind,
        String issuer,
        String id,
        @Nullable Instant until) {

    /** What changed. */
    public enum Kind {
        LICENSE,
        KEY,
        REVOKED_TOKEN,
        REVOKED_CUSTOMER,
        REVOKED_LICENSE,
        ISSUED_BEFORE
    }
}
