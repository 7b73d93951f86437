package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreDependency;
import io.github.licensing4j.spi.StoreDependency.AgeNotRevoked;
import io.github.licensing4j.spi.StoreDependency.CustomerLicensesAt;
import io.github.licensing4j.spi.StoreDependency.CustomerNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FamilyNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FewerKeysThan;
import io.github.licensing4j.spi.StoreDependency.KeyAt;
import io.github.licensing4j.spi.StoreDependency.LicenseAt;
import io.github.licensing4j.spi.StoreDependency.TokenNotRevoked;

/**
 * Checks the records that a change depends on. Called under the lock.
 *
 * @param licenses the licenses
 * @param credentials the keys and tokens
 * @param revocations the revocations
 */
record DependencyCheck(
        InMemoryLicenseStore licenses, InMemoryCredentialStore credentials, InMemoryRevocationStore revocations) {

    /** @throws StoreConflictException if the record has changed, or was revoked */
    void check(StoreDependency dependency) {
        if (!holds(dependency)) {
            throw new StoreConflictException(StoreConflictException.Kind.DEPENDENCY, dependency.subject());
        }
    }

    private boolean holds(StoreDependency dependency) {
        if (dependency instanceof LicenseAt at) {
            return licenses.find(at.license())
                    .filter(license -> license.revision() == at.revision())
                    .isPresent();
        }
        if (dependency instanceof CustomerLicensesAt at) {
            return licenses.revisions(at.issuer(), at.customer()) == at.revisions();
        }
        if (dependency instanceof KeyAt at) {
            return credentials
                    .key(at.issuer(), at.keyId())
                    .filter(key -> key.revision() == at.revision())
                    .isPresent();
        }
        if (dependency instanceof FewerKeysThan most) {
            return credentials.countKeys(most.license()) < most.count();
        }
        if (dependency instanceof TokenNotRevoked token) {
            return !revocations.isTokenRevoked(token.issuer(), token.tokenId());
        }
        if (dependency instanceof FamilyNotRevoked of) {
            return !revocations.isFamilyRevoked(of.issuer(), of.family());
        }
        if (dependency instanceof CustomerNotRevoked of) {
            return !revocations.isCustomerRevoked(of.issuer(), of.customer());
        }
        if (dependency instanceof AgeNotRevoked age) {
            return !revocations.isRevokedByAge(age.issuer(), age.issuedAt());
        }
        throw new IllegalArgumentException("unknown kind of dependency: " + dependency);
    }
}
