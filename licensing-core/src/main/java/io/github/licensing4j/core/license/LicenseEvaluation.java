package io.github.licensing4j.core.license;

import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.spi.LicenseRecord;
import org.jspecify.annotations.Nullable;

/**
 * The result of evaluating a license, valid as long as a second evaluation would return the same.
 *
 * @param licenseAccess whether calls may be served
 * @param catalog the snapshot it was evaluated under
 * @param stored the record it was derived from, null where the license is defined by its token
 * @param untilMillis the first epoch millisecond at which time alone may change it
 * @param generation the generation of the license store that it was read at
 */
public record LicenseEvaluation(
        LicenseAccess licenseAccess,
        Catalog catalog,
        @Nullable LicenseRecord stored,
        long untilMillis,
        long generation) {

    /** Returns whether neither the store, nor the catalog, nor time has changed since. */
    public boolean holds(long current, Catalog live, long nowMillis) {
        return generation == current && catalog == live && nowMillis < untilMillis;
    }

    /** Returns this evaluation, valid for a shorter time. */
    public LicenseEvaluation until(long millis) {
        return new LicenseEvaluation(licenseAccess, catalog, stored, Math.min(untilMillis, millis), generation);
    }

    /** Returns this evaluation, read at a generation of the license store. */
    public LicenseEvaluation at(long read) {
        return new LicenseEvaluation(licenseAccess, catalog, stored, untilMillis, read);
    }
}
