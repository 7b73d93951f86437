package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoreDependency;
import io.github.licensing4j.spi.StoreDependency.AgeNotRevoked;
import io.github.licensing4j.spi.StoreDependency.CustomerLicensesAt;
import io.github.licensing4j.spi.StoreDependency.CustomerNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FamilyNotRevoked;
import io.github.licensing4j.spi.StoreDependency.FewerKeysThan;
import io.github.licensing4j.spi.StoreDependency.KeyAt;
import io.github.licensing4j.spi.StoreDependency.LicenseAt;
import io.github.licensing4j.spi.StoreDependency.TokenNotRevoked;
import java.sql.SQLException;
import java.util.List;

/**
 * Checks the records that a change depends on, within its transaction. Licenses and keys are locked until the transaction ends,
 * so that a revocation waits for the change, and then finds what it stored.
 */
final class DependencyCheck {
    static final String LICENSE = "select revision from licensing_licenses where issuer = ? and id = ?";
    static final String KEY = "select revision from licensing_keys where id = ? and issuer = ?";
    static final String CUSTOMER_LICENSES =
            "select coalesce(sum(revision), 0) from licensing_licenses where issuer = ? and customer = ?";
    static final String KEYS = "select count(*) from licensing_keys where issuer = ? and license = ?";

    private DependencyCheck() {}

    /** @throws StoreConflictException if one of the records has changed or was revoked */
    static void check(Session session, List<StoreDependency> dependencies, Database database) throws SQLException {
        for (StoreDependency dependency : dependencies) {
            if (!holds(session, dependency, database.forShare())) {
                throw new StoreConflictException(Kind.DEPENDENCY, dependency.subject());
            }
        }
    }

    private static boolean holds(Session session, StoreDependency dependency, String forShare) throws SQLException {
        if (dependency instanceof LicenseAt at) {
            return session.first(
                            LICENSE + forShare,
                            Row::number,
                            at.license().issuer(),
                            at.license().value())
                    .filter(revision -> revision == at.revision())
                    .isPresent();
        }
        if (dependency instanceof KeyAt at) {
            return session.first(KEY + forShare, Row::number, at.keyId(), at.issuer())
                    .filter(revision -> revision == at.revision())
                    .isPresent();
        }
        if (dependency instanceof FewerKeysThan most) {
            return session.number(KEYS, most.license().issuer(), most.license().value()) < most.count();
        }
        return holds(session, dependency);
    }

    private static boolean holds(Session session, StoreDependency dependency) throws SQLException {
        if (dependency instanceof TokenNotRevoked token) {
            return !RevocationTable.isTokenRevoked(session, token.issuer(), token.tokenId());
        }
        if (dependency instanceof FamilyNotRevoked of) {
            return !RevocationTable.isFamilyRevoked(session, of.issuer(), of.family());
        }
        if (dependency instanceof CustomerNotRevoked of) {
            return !RevocationTable.isCustomerRevoked(session, of.issuer(), of.customer());
        }
        if (dependency instanceof AgeNotRevoked age) {
            return !RevocationTable.isAgeRevoked(session, age.issuer(), age.issuedAt());
        }
        if (dependency instanceof CustomerLicensesAt at) {
            return session.number(CUSTOMER_LICENSES, at.issuer(), at.customer()) == at.revisions();
        }
        throw new IllegalArgumentException("unknown kind of dependency: " + dependency);
    }
}
