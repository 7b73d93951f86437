package io.github.licensing4j.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.spi.LicenseRecord;

/**
 * A stored license and how it stands.
 *
 * @param now how it stands at the instant it was looked at
 * @param stored what is stored of it
 */
public record ManagedLicense(License now, LicenseRecord stored) {

    /** Its id, {@code lic_…}. */
    public String id() {
        return stored.id().value();
    }
}
