package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.IdempotencyRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Stores idempotency records and permanent unique keys. */
final class IdempotencyTable {
    static final String FIND =
            "select id, fingerprint, resource, made_at, until from licensing_replays where id = ? and until > ?";
    static final String STORE = "insert into licensing_replays (id, fingerprint, resource, made_at, until)"
            + " values (?, ?, ?, ?, ?) on conflict (id) do update set fingerprint = excluded.fingerprint,"
            + " resource = excluded.resource, made_at = excluded.made_at, until = excluded.until"
            + " where licensing_replays.until <= excluded.made_at";
    static final String UNIQUE_KEY = "insert into licensing_marks (name) values (?) on conflict do nothing";

    private IdempotencyTable() {}

    static Optional<IdempotencyRecord> find(Session session, String key, Instant now) throws SQLException {
        return session.first(
                FIND,
                row -> new IdempotencyRecord(row.text(), row.text(), row.text(), row.instant(), row.instant()),
                key,
                now);
    }

    static void store(Session session, StoreChange change) throws SQLException {
        if (change.idempotencyRecord().isPresent()) {
            IdempotencyRecord made = change.idempotencyRecord().get();
            int taken = session.update(STORE, made.key(), made.fingerprint(), made.resource(), made.at(), made.until());
            if (taken != 1) {
                throw new StoreConflictException(Kind.IDEMPOTENCY_KEY, made.key());
            }
        }
    }

    static void storeUniqueKeys(Session session, StoreChange change) throws SQLException {
        int[] taken = session.updateEach(UNIQUE_KEY, Conflicts.rows(change.uniqueKeys(), name -> new Object[] {name}));
        Conflicts.check(Kind.UNIQUE_KEY, change.uniqueKeys(), name -> name, taken);
    }
}
