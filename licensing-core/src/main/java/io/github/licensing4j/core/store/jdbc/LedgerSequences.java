package io.github.licensing4j.core.store.jdbc;

import java.sql.SQLException;

/**
 * The counters of the ledger in one row. Every writer to the ledger locks that row before any other: so there are no
 * deadlocks, and changes are numbered in the order in which they become visible.
 */
final class LedgerSequences {
    static final String LOCK = "select names, sources, changes, corrections from licensing_ledger_state where id = 1";
    static final String MOVE_ON =
            "update licensing_ledger_state set names = ?, sources = ?, changes = ?, corrections = ? where id = 1";

    static final String CORRECTED = "select corrections from licensing_ledger_state where id = 1";

    long names;
    long sources;
    long changes;
    long corrections;

    private LedgerSequences(Row row) throws SQLException {
        this.names = row.number();
        this.sources = row.number();
        this.changes = row.number();
        this.corrections = row.number();
    }

    /** Locks the row, waiting until all earlier changes are stored. */
    static LedgerSequences locked(Session session, String forUpdate) throws SQLException {
        return session.required(LOCK + forUpdate, LedgerSequences::new);
    }

    /** Returns how many corrections were entered. */
    static long corrected(Session session) throws SQLException {
        return session.number(CORRECTED);
    }

    void store(Session session) throws SQLException {
        session.update(MOVE_ON, names, sources, changes, corrections);
    }
}
