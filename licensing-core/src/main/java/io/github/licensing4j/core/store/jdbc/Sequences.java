package io.github.licensing4j.core.store.jdbc;

import java.sql.SQLException;

/** The counters of a store in one row, which every writer locks. */
final class Sequences {
    static final String LOCK =
            "select generation, feed_entries, audit_entries, messages from licensing_state where id = 1";
    static final String GENERATION = "select generation from licensing_state where id = 1";
    static final String MOVE_ON =
            "update licensing_state set generation = ?, feed_entries = ?, audit_entries = ?, messages = ? where id = 1";

    long generation;
    long feedEntries;
    long auditEntries;
    long messages;

    private Sequences(Row row) throws SQLException {
        this.generation = row.number();
        this.feedEntries = row.number();
        this.auditEntries = row.number();
        this.messages = row.number();
    }

    /** Locks the row, waiting until all earlier changes are stored. */
    static Sequences locked(Session session, String forUpdate) throws SQLException {
        return session.required(LOCK + forUpdate, Sequences::new);
    }

    void store(Session session) throws SQLException {
        session.update(MOVE_ON, generation, feedEntries, auditEntries, messages);
    }
}
