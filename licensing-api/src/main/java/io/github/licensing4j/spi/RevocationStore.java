package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.List;

/**
 * Reads revocations, and allocates the indexes of the status list that publishes them. {@link Store#commit} stores
 * revocations. Safe for use by many threads; every method may throw {@link StoreException}.
 */
public interface RevocationStore {
    /** Returns every revocation that is still relevant at an instant. */
    RevocationSnapshot revoked(Instant now);

    /** Returns whether the family of a refresh token was revoked. */
    boolean isFamilyRevoked(String issuer, String family);

    /**
     * Allocates unused indexes of the status list, consecutively; each is allocated once.
     *
     * @param count how many, 1 or more
     * @return the first of them
     */
    long nextStatusIndexes(int count);

    /** Returns the number of allocated indexes of the status list, on all nodes. */
    long statusIndexes();

    /** Returns the status list indexes of tokens that are revoked and have not expired, in ascending order. */
    List<Long> revokedStatusIndexes(Instant now);
}
