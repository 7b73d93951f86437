package io.github.licensing4j.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.spi.LicenseRecord;

/**
 * A stored license and its current state.
 *
 * @param now its state at the instant it was read
 * @param stored its stored record
 */
public record ManagedLicense(License now, LicenseRecord stored) {

    /** Returns its id, {@code lic_…}. */
    public String id() {
        return stored.id().value();
    }
}
