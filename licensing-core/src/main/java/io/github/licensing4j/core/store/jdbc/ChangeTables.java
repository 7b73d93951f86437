package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredChange;
import java.sql.SQLException;
import java.util.List;

/** Writes a change to all its tables. */
final class ChangeTables {
    private ChangeTables() {}

    /**
     * Writes a change, within the transaction of a session.
     *
     * @param seated licenses whose seats the transaction has changed
     * @return its generation, the present one if the change is not in the feed
     */
    static StoredChange store(Session session, StoreChange change, List<LicenseId> seated, Database database)
            throws SQLException {
        if (change.isUnordered()) {
            TokenTable.storeRefresh(session, change);
            DependencyCheck.check(session, change.dependencies(), database);
            TokenTable.store(session, change);
            return new StoredChange(session.number(Sequences.GENERATION), List.of());
        }
        String forUpdate = database.forUpdate();
        List<CounterChange> changes = CorrectionTable.store(session, change, forUpdate);
        Sequences sequences = Sequences.locked(session, forUpdate);
        TokenTable.storeRefresh(session, change);
        DependencyCheck.check(session, change.dependencies(), database);
        PastLicenseTable.store(session, change);
        LicenseTable.store(session, change);
        ExternalNameTable.store(session, change);
        KeyTable.store(session, change);
        SignatureKeyTable.store(session, change);
        GrantTable.store(session, change);
        IdempotencyTable.storeUniqueKeys(session, change);
        JdbcAuditLog.store(session, change.audit(), sequences);
        IdempotencyTable.store(session, change);
        TokenTable.store(session, change);
        RevocationTable.store(session, change, forUpdate);
        JdbcOutbox.store(session, change.messages(), sequences);
        if (FeedTable.store(session, change, seated, sequences)) {
            database.announce(session, sequences.generation);
        }
        sequences.store(session);
        return new StoredChange(sequences.generation, changes);
    }
}
