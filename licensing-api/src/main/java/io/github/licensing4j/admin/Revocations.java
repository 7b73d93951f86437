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

    /** The signed list of revoked tokens, a {@code statuslist+jwt}; for verifiers that have no store. */
    String statusList();
}
