package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads credit grants. {@link Store#commit} stores them. Safe for use by many threads; every method may throw {@link
 * StoreException}.
 */
public interface CreditStore {
    /**
     * Returns the credit grants of a license, voided ones included, in the order in which they are consumed; at most
     * 2,000. Where there are more, those that end last: these include all that can still be consumed, of which there
     * are at most about 1,000.
     */
    List<CreditGrant> grants(LicenseId license);

    /**
     * Returns the credits limits, by the first name each had, for which a license ever had a grant; expired ones
     * included.
     */
    Set<String> grantedLimits(LicenseId license);

    /** Returns the credit grant with an id, a voided one included. */
    Optional<CreditGrant> grant(String issuer, String grantId);
}
