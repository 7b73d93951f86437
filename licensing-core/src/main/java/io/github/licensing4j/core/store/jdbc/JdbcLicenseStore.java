package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.LicenseStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads licenses from a database. */
final class JdbcLicenseStore implements LicenseStore {
    private final Database database;

    JdbcLicenseStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<LicenseRecord> find(LicenseId id) {
        return database.lookUp("look up a license", session -> LicenseTable.find(session, id));
    }

    @Override
    public List<LicenseRevision> past(LicenseId id) {
        return database.read("read the revisions of a license", session -> PastLicenseTable.of(session, id));
    }

    @Override
    public List<LicenseId> named(String issuer, ExternalName name, int max) {
        return database.lookUp(
                "look up licenses by name", session -> ExternalNameTable.named(session, issuer, name, max));
    }

    @Override
    public Page<LicenseRecord> list(LicenseQuery query) {
        return database.read("list licenses", session -> LicenseTable.list(session, query));
    }

    @Override
    public List<LicenseRecord> due(String issuer, Instant now, int max) {
        return database.read("look for due licenses", session -> LicenseTable.due(session, issuer, now, max));
    }

    @Override
    public long licensesOn(String issuer, PlanId plan) {
        return database.read("count the licenses of a plan", session -> LicenseTable.licensesOn(session, issuer, plan));
    }

    @Override
    public Set<PlanId> pinnedPlans(String issuer) {
        return database.read("look for plans in use", session -> LicenseTable.pinnedPlans(session, issuer));
    }
}
