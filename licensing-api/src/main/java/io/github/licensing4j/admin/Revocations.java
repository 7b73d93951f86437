package io.github.licensing4j.admin;

import java.time.Instant;

/** Revocations of more than one credential at once. */
public interface Revocations {

    /**
     * Revokes everything of a customer for good: every license on record, and every token of licenses that are not.
     *
     * @return how many licenses were revoked
     */
    int revokeCustomer(String customer, Order by);

    /**
     * Revokes every license token that was issued before an instant.
     *
     * @param instant not in the future
     */
    void revokeIssuedBefore(Instant instant, Order by);

    /**
     * A signed list of tokens and whether each is revoked, a {@code statuslist+jwt}; for verifiers that have no store.
     *
     * @param part the number in the address that tokens name, from 0
     * @throws ConflictException if none is published
     */
    String statusList(int part);
}
