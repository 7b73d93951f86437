package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/**
 * Stores the counters of quotas and credits. Safe for use by many threads.
 *
 * <p>A store owns its counts: it keeps them over a restart, or reads them again before it counts. The engine does not
 * load counts into it; only the library's own counters in memory read their first counts from the ledger. Not pluggable
 * in this version.
 */
public interface QuotaStore {

    /**
     * Returns the counters of one license. Cheap, consumes nothing, and may be kept: all accounts of one license count
     * as one, even if the store evicts its memory meanwhile.
     */
    QuotaAccount account(LicenseId license);
}
