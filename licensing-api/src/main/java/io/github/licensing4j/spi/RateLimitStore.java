package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/** Stores the buckets and concurrency counters. Safe for use by many threads. */
public interface RateLimitStore {

    /**
     * Returns the counters of one license. Cheap, consumes nothing, and may be kept: all accounts of one license count
     * as one, even if the store evicts its memory meanwhile.
     */
    RateLimitAccount account(LicenseId license);
}
