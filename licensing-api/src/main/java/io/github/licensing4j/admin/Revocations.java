package io.github.licensing4j.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Revokes several credentials at once. */
public interface Revocations {

    /**
     * Revokes everything of a customer of the host's own issuer for good: every license on record, and every token of licenses
     * that are not.
     *
     * @return the number of licenses that were revoked
     * @throws NotFoundException if no license of the customer is on record
     */
    default int revokeCustomer(String customer, AdminContext by) {
        return revokeCustomer(customer, null, by);
    }

    /**
     * Revokes everything of a customer for good.
     *
     * @param issuer the exact {@code iss}, with which the customer need not have a license on record; null for a
     *     customer of the host's own issuer who has
     * @return the number of licenses that were revoked
     * @throws NotFoundException if the issuer is null and no license of the customer is on record
     * @throws InvalidFieldException if the issuer is not trusted here
     */
    int revokeCustomer(String customer, @Nullable String issuer, AdminContext by);

    /**
     * Revokes every license token of the host's own issuer that was issued before an instant, and the API keys made with these.
     *
     * @param instant not in the future
     */
    default void revokeIssuedBefore(Instant instant, AdminContext by) {
        revokeIssuedBefore(instant, null, by);
    }

    /**
     * Revokes every license token of an issuer that was issued before an instant.
     *
     * @param instant not in the future
     * @param issuer the exact {@code iss}, null for the host's own
     * @throws InvalidFieldException if the issuer is not trusted here
     */
    void revokeIssuedBefore(Instant instant, @Nullable String issuer, AdminContext by);

    /**
     * Revokes one license that is not on record for good: one of another trusted issuer, or a self-contained one of the host's
     * own. Nothing here shows that it exists. Licenses on record are revoked by {@link Licenses#revoke}.
     *
     * @param license its {@code lic}
     * @param issuer its exact {@code iss}
     * @throws InvalidFieldException if the issuer is not trusted here, or the license is on record
     */
    void revokeLicense(String license, String issuer, AdminContext by);

    /**
     * Returns a signed list of tokens and whether each is revoked, a {@code statuslist+jwt}; for verifiers without a
     * store.
     *
     * @param part the number in the address that tokens name, from 0
     * @throws ConflictException if none is published
     */
    String statusList(int part);
}
