package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.CounterMove;
import io.github.licensing4j.spi.StoreChange;
import java.sql.SQLException;
import java.util.List;

/** All the tables that a change is written to. */
final class ChangeTables {
    private ChangeTables() {}

    /**
     * Writes a change, within the transaction of a session.
     *
     * @param forUpdate what a select ends with that locks its rows
     * @return the generation that the change made
     */
    static long store(Session session, StoreChange change, String forUpdate) throws SQLException {
        List<CounterMove> moves = CorrectionTable.store(session, change, forUpdate);
        Counts counts = Counts.locked(session, forUpdate);
        PastLicenseTable.store(session, change);
        LicenseTable.store(session, change);
        KeyTable.store(session, change);
        TokenTable.storeRefresh(session, change);
        GrantTable.store(session, change);
        ReplayTable.storeMarks(session, change);
        JdbcAuditLog.store(session, change.audit(), counts);
        ReplayTable.store(session, change);
        TokenTable.store(session, change);
        RevocationTable.store(session, change);
        JdbcOutbox.store(session, change.messages(), counts);
        if (!moves.isEmpty()) {
            JdbcOutbox.storeUnheard(session, change.news().apply(moves), counts);
        }
        FeedTable.store(session, change, counts);
        counts.store(session);
        return counts.generation;
    }
}
