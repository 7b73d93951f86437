package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseStore;
import io.github.licensing4j.spi.StoreDependency;

/** Finds licenses of the host's own issuer by id. */
final class LicenseFinder {
    private final String issuer;
    private final LicenseStore licenses;
    private final LicenseCache cache;

    LicenseFinder(String issuer, LicenseStore licenses, LicenseCache cache) {
        this.issuer = issuer;
        this.licenses = licenses;
        this.cache = cache;
    }

    /** Returns whether a license is of the host's own issuer and on record. */
    boolean isStored(LicenseId id) {
        return id.issuer().equals(issuer) && licenses.find(id).isPresent();
    }

    /** @throws NotFoundException if there is none */
    LicenseRecord stored(String id) {
        if (id.isBlank()) {
            throw new NotFoundException("license", id);
        }
        return licenses.find(new LicenseId(issuer, id)).orElseThrow(() -> new NotFoundException("license", id));
    }

    /**
     * Returns a license that may get new credentials. The change depends on it from here on.
     *
     * @throws ConflictException if it has ended for good, or everything of its customer is revoked
     */
    LicenseRecord open(String id, PendingChange pendingChange) {
        LicenseRecord license = stored(id);
        LicenseState state = EffectiveLicense.at(license, pendingChange.now()).state();
        boolean isGone = state == LicenseState.REVOKED || state == LicenseState.CANCELLED;
        if (isGone || cache.isCustomerRevoked(issuer, license.customer())) {
            throw new ConflictException(
                    Kind.STATE,
                    "license '" + id + "' is " + (isGone ? state.text() : "of a revoked customer")
                            + " and gets no credentials");
        }
        pendingChange
                .change()
                .dependsOn(new StoreDependency.LicenseAt(license.id(), license.revision()))
                .dependsOn(new StoreDependency.CustomerNotRevoked(issuer, license.customer()));
        return license;
    }
}
