package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads licenses. {@link Store#commit} stores them. Safe for use by many threads; every method may throw {@link
 * StoreException}.
 */
public interface LicenseStore {
    /** The maximum number of earlier versions of a license. */
    int MOST_PAST = 1_000;

    /** Returns the record of a license; it takes precedence over the claims of a token. */
    Optional<LicenseRecord> find(LicenseId id);

    /**
     * Returns earlier versions of a license, oldest first: each record that was replaced by one on other terms
     * ({@link LicenseRecord#isOnTermsOf}). At most the latest {@link #MOST_PAST}.
     */
    List<LicenseRevision> past(LicenseId id);

    /**
     * Returns the ids of licenses with a name in another system, in the order of the ids.
     *
     * @param max how many at most
     */
    List<LicenseId> named(String issuer, ExternalName name, int max);

    /** Returns licenses by id, a page at a time. A late page takes no longer than the first. */
    Page<LicenseRecord> list(LicenseQuery query);

    /**
     * Returns licenses whose stored state may have changed by time, longest overdue first.
     *
     * @param max how many at most
     */
    List<LicenseRecord> due(String issuer, Instant now, int max);

    /**
     * Returns every plan version named by a license that is not revoked: the one it pins, later ones by a trial, a plan
     * change or a debt, and the one before a plan change, whose amounts may still apply to a part of a period.
     */
    Set<PlanId> pinnedPlans(String issuer);

    /** Returns how many licenses that are not revoked are on a plan version. */
    long licensesOn(String issuer, PlanId plan);
}
