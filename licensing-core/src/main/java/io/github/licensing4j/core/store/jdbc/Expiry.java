package io.github.licensing4j.core.store.jdbc;

import java.time.Instant;
import java.util.List;

/** Removes expired records in parts, so that no transaction takes long. */
final class Expiry {
    private static final int BATCH = 10_000;
    private static final long FEED_KEPT = 100_000;
    static final List<String> ENDED = List.of(
            "delete from licensing_tokens where (issuer, id) in"
                    + " (select issuer, id from licensing_tokens where expires_at < ? limit ?)",
            "delete from licensing_refresh_tokens where hash in"
                    + " (select hash from licensing_refresh_tokens where expires_at < ? limit ?)",
            "delete from licensing_revoked_tokens where (issuer, token_id) in"
                    + " (select issuer, token_id from licensing_revoked_tokens where until < ? limit ?)",
            "delete from licensing_replays where id in" + " (select id from licensing_replays where until < ? limit ?)",
            // After the refresh tokens: a family stays revoked for as long as one of them is left.
            "delete from licensing_revocations where (kind, issuer, subject) in"
                    + " (select kind, issuer, subject from licensing_revocations where kind = 'FAMILY' and given_at < ?"
                    + " and not exists (select 1 from licensing_refresh_tokens where family = subject) limit ?)",
            // 7 days more, for questions about recent bills. Their sums stay.
            "delete from licensing_export_events where id in (select id from licensing_export_events"
                    + " where accepted_at < ? - 604800000 limit ?)",
            SeatHoldingTable.FORGET);
    /** Removes whole changes, so that a reader never sees only the rest of one. */
    static final String FEED = "delete from licensing_feed where generation <="
            + " (select generation from licensing_feed where entry = ?)";

    private Expiry() {}

    static void run(Database database, Instant before) {
        for (String sql : ENDED) {
            int removed;
            do {
                removed = database.write("remove what has expired", session -> session.update(sql, before, BATCH));
            } while (removed == BATCH);
        }
        endSeats(database, before);
        if (!database.isOfThisProcess()) {
            endLeases(database, before);
        }
        int unused = database.write(
                "prune its feed",
                session ->
                        session.update(FEED, Sequences.locked(session, database.forUpdate()).feedEntries - FEED_KEPT));
    }

    private static void endSeats(Database database, Instant before) {
        int removed;
        do {
            removed = database.write("remove seats that have ended", session -> {
                session.update(SeatHoldingTable.STORE_ENDED, before, BATCH);
                return session.update(SeatHoldingTable.REMOVE_ENDED, before);
            });
        } while (removed >= BATCH);
    }

    /** Takes the lock of the ledger, because a batch may change many leases as well, in another order. */
    private static void endLeases(Database database, Instant before) {
        int removed;
        do {
            removed = database.write("remove leases of ended periods", session -> {
                LedgerSequences.locked(session, database.forUpdate());
                return session.update(LeaseTable.ENDED, before, before, BATCH);
            });
        } while (removed == BATCH);
    }
}
