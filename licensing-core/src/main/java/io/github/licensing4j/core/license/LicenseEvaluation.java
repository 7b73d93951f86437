package io.github.licensing4j.core.license;

import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.spi.LicenseRecord;
import org.jspecify.annotations.Nullable;

/**
 * One look at a license, good for as long as a second look would find the same.
 *
 * @param licenseStatus the status that was found
 * @param catalog the snapshot it was found under
 * @param stored the record it was derived from, null where the token alone speaks
 * @param untilMillis the first epoch millisecond at which time alone may change it
 */
public record LicenseEvaluation(
        LicenseStatus licenseStatus,
        Catalog catalog,
        @Nullable LicenseRecord stored,
        long untilMillis) {

    /** Whether neither the catalog nor time has changed it; whether the record has is for the store's generation to say. */
    public boolean holds(Catalog live, long nowMillis) {
        return catalog == live && nowMillis < untilMillis;
    }

    /** The same, good for a shorter time. */
    public LicenseEvaluation until(long millis) {
        return new LicenseEvaluation(licenseStatus, catalog, stored, Math.min(untilMillis, millis));
    }
}
