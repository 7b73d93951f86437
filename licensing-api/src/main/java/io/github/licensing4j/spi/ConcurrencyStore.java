package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/** Counts the calls in flight of each license. Safe for use by many threads. */
public interface ConcurrencyStore {

    /**
     * Returns the calls in flight of one license. Cheap, takes nothing, and may be kept for as long as wanted: whatever the
     * store does with its memory meanwhile, all accounts of one license count as one.
     */
    ConcurrencyAccount account(LicenseId license);
}
