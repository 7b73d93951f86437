package io.github.licensing4j.core.store.jdbc;

import java.sql.SQLException;

/**
 * The counters of the ledger in one row. Every writer to the ledger locks that row before any other: so there are no
 * deadlocks, and changes are numbered in the order in which they become visible.
 */
final class LedgerSequences {
    static final String LOCK = "select names, sources, changes, corrections from licensing_ledger_state where id = 1";
    static final String MOVE_ON =
            "update licensing_ledger_state set names = ?, sources = ?, changes = ?, corrections = ?" + " where id = 1";

    static final String CORRECTED = "select corrections from licensing_ledger_state where id = 1";

    long names;
    long sources;
    long changes;
    long corrections;

    private LedgerSequences() {}

    /** Locks the row, waiting until all earlier changes are stored. */
    static LedgerSequences locked(Session session, String forUpdate) throws SQLException {
        return session.first(LOCK + forUpdate, row -> {
                    LedgerSequences counts = new LedgerSequences();
                    counts.names = row.number();
                    counts.sources = row.number();
                    counts.changes = row.number();
                    counts.corrections = row.number();
                    return counts;
                })
                .orElseThrow(() -> new SQLException("table licensing_ledger_state is empty"));
    }

    /** Returns how many corrections were entered. */
    static long corrected(Session session) throws SQLException {
        return session.first(CORRECTED, Row::number)
                .orElseThrow(() -> new SQLException("table licensing_ledger_state is empty"));
    }

    void store(Session session) throws SQLException {
        session.update(MOVE_ON, names, sources, changes, corrections);
    }
}
