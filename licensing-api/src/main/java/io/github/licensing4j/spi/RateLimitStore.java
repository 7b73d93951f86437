package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/** Stores the buckets of rate limits. Safe for use by many threads. */
public interface RateLimitStore {

    /**
     * Returns the buckets of one license. Cheap, takes nothing, and may be kept: all accounts of one license count as
     * one, even if the store evicts its memory meanwhile.
     */
    RateLimitAccount account(LicenseId license);
}
