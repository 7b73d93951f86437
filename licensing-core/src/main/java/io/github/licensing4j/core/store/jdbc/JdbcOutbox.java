package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.Outbox;
import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.spi.StoredMessage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores waiting and given-up messages. */
final class JdbcOutbox implements Outbox {
    /** Prefix of a row for each message of usage, so that each is stored only once, permanently. */
    private static final String MARK = "message:";

    private static final String COLUMNS = "id, topic, created_at, body, attempts, due_at, last_error";
    static final String INSERT = "insert into licensing_outbox (message, " + COLUMNS
            + ", given_up) values (?, ?, ?, ?, ?, ?, ?, ?, 0) on conflict do nothing";
    static final String DUE = "select " + COLUMNS
            + " from licensing_outbox where given_up = 0 and due_at <= ? order by due_at, message limit ?";
    static final String DEAD =
            "select " + COLUMNS + " from licensing_outbox where given_up = 1 order by message limit ?";
    static final String DELIVERED = "delete from licensing_outbox where id = ? and given_up = 0";
    static final String FAILED = "update licensing_outbox set attempts = attempts + 1, due_at = ?, last_error = ?"
            + " where id = ? and given_up = 0";
    static final String GIVE_UP = "update licensing_outbox set attempts = attempts + 1, last_error = ?, given_up = 1"
            + " where id = ? and given_up = 0";
    static final String REPLAY = "update licensing_outbox set attempts = 0, due_at = ?, last_error = '', given_up = 0"
            + " where id = ? and given_up = 1";
    static final String WAITING = "select count(*) from licensing_outbox where given_up = 0";

    private final Database database;

    JdbcOutbox(Database database) {
        this.database = database;
    }

    static void store(Session session, List<StoredMessage> messages, Sequences sequences) throws SQLException {
        session.updateAll(INSERT, Conflicts.rows(messages, message -> new @Nullable Object[] {
            ++sequences.messages, message.id(), message.topic(), message.at(), message.body(), 0, message.at(), null
        }));
    }

    /** Stores the messages whose ids were never stored before. */
    static void storeNew(Session session, List<StoredMessage> messages, Sequences sequences) throws SQLException {
        List<StoredMessage> unheard = new ArrayList<>();
        for (StoredMessage message : messages) {
            if (session.update(IdempotencyTable.UNIQUE_KEY, MARK + message.id()) == 1) {
                unheard.add(message);
            }
        }
        store(session, unheard, sequences);
    }

    private static OutboxMessage message(Row row) throws SQLException {
        return new OutboxMessage(
                row.text(), row.text(), row.instant(), row.text(), (int) row.number(), row.instant(), row.textOrNull());
    }

    @Override
    public List<OutboxMessage> due(Instant now, int max) {
        return database.read("read the outbox", session -> session.all(DUE, JdbcOutbox::message, now, max));
    }

    @Override
    public void delivered(String id) {
        change(DELIVERED, id);
    }

    @Override
    public void failed(String id, Instant nextAttempt, String error) {
        change(FAILED, nextAttempt, error, id);
    }

    @Override
    public void dead(String id, String error) {
        change(GIVE_UP, error, id);
    }

    @Override
    public List<OutboxMessage> deadLetters(int max) {
        return database.read("read the outbox", session -> session.all(DEAD, JdbcOutbox::message, max));
    }

    @Override
    public boolean replay(String id, Instant now) {
        return change(REPLAY, now, id) == 1;
    }

    @Override
    public int waiting() {
        return database.read("read the outbox", session -> (int) session.number(WAITING));
    }

    private int change(String sql, Object... arguments) {
        return database.write("change the outbox", session -> session.update(sql, arguments));
    }
}
