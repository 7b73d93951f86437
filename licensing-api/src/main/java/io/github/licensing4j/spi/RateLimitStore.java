package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/** Where rates and calls in flight are counted. Safe for use by many threads. */
public interface RateLimitStore {

    /**
     * The counters of one license. Cheap, takes nothing, and may be kept for as long as wanted: whatever the store does
     * with its memory meanwhile, all accounts of one license count as one.
     */
    RateLimitAccount account(LicenseId license);
}
