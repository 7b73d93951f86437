package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/** Stores the counters of quotas. Safe for use by many threads. */
public interface QuotaStore {

    /**
     * Returns the counters of one license. Cheap, consumes nothing, and may be kept: all accounts of one license count
     * as one, even if the store evicts its memory meanwhile.
     */
    QuotaAccount account(LicenseId license);
}
