package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Stores used proofs, a row for each, which one statement inserts. Marks end by the clock of the engine, as proofs do; whether the database
 * may have lost some is decided by the clock of the database and the age of the proof, so that no two clocks are compared.
 */
final class JdbcReplays implements ReplayStore {
    private static final int BATCH = 10_000;
    /** The time by which the clocks of two nodes may differ. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private static final String INSERT = "insert into licensing_used_proofs (proof_key, id, until) ";
    /** Another insert of the same mark waits until this one is committed. */
    private static final String ONCE = " on conflict (proof_key, id) do update set until = excluded.until"
            + " where licensing_used_proofs.until <= ?";

    static final String USE = INSERT + "values (?, ?, ?)" + ONCE;
    static final String USE_SHARED = INSERT + "select ?, ?, cast(? as bigint) from licensing_timeline t where t.id = 1"
            + " and " + TimelineTable.LASTS + ONCE;
    static final String LASTS = "select count(*) from licensing_timeline t where t.id = 1 and " + TimelineTable.LASTS;
    static final String ENDED = "delete from licensing_used_proofs where (proof_key, id) in"
            + " (select proof_key, id from licensing_used_proofs where until < ? limit ?)";

    private final Database database;

    JdbcReplays(Database database) {
        this.database = database;
    }

    @Override
    public ReplayResult use(ReplayMark mark) {
        return database.writeForCall(
                "record a used proof",
                session -> database.isOfThisProcess() ? use(session, mark) : useShared(session, mark));
    }

    private static ReplayResult use(Session session, ReplayMark mark) throws SQLException {
        return session.update(USE, mark.key(), mark.id(), mark.until(), mark.at()) == 1
                ? ReplayResult.FIRST
                : ReplayResult.REPLAYED;
    }

    /** Inserts nothing if the database may have lost a mark of the proof. */
    private static ReplayResult useShared(Session session, ReplayMark mark) throws SQLException {
        long age = Duration.between(mark.from(), mark.at()).plus(MARGIN).toMillis();
        if (session.update(USE_SHARED, mark.key(), mark.id(), mark.until(), age, mark.at()) == 1) {
            return ReplayResult.FIRST;
        }
        return session.number(LASTS, age) == 1 ? ReplayResult.REPLAYED : ReplayResult.UNKNOWN;
    }

    @Override
    public void expire(Instant before) {
        int removed;
        do {
            removed = database.write(
                    "remove used proofs that have ended", session -> session.update(ENDED, before, BATCH));
        } while (removed == BATCH);
    }
}
