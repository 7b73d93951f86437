package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads credit grants from a database. */
final class JdbcCreditStore implements CreditStore {
    private final Database database;

    JdbcCreditStore(Database database) {
        this.database = database;
    }

    @Override
    public List<CreditGrant> grants(LicenseId license) {
        return database.lookUp("look up credits", session -> GrantTable.ofLicense(session, license));
    }

    @Override
    public Set<String> grantedLimits(LicenseId license) {
        return database.read("look up the limits of credits", session -> GrantTable.limits(session, license));
    }

    @Override
    public Optional<CreditGrant> grant(String issuer, String grantId) {
        return database.read("look up a credit grant", session -> GrantTable.find(session, issuer, grantId));
    }
}
