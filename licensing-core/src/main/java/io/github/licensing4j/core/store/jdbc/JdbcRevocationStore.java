package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.RevocationSnapshot;
import io.github.licensing4j.spi.RevocationStore;
import java.time.Instant;
import java.util.List;

/** Reads revocations from a database, and allocates the indexes of the status list. */
final class JdbcRevocationStore implements RevocationStore {
    private final Database database;

    JdbcRevocationStore(Database database) {
        this.database = database;
    }

    @Override
    public RevocationSnapshot revoked(Instant now) {
        return database.read("read revocations", session -> RevocationTable.all(session, now));
    }

    @Override
    public boolean isFamilyRevoked(String issuer, String family) {
        return database.read(
                "look up a revocation", session -> RevocationTable.isFamilyRevoked(session, issuer, family));
    }

    @Override
    public long nextStatusIndexes(int count) {
        return database.write(
                "take places in the status list", session -> session.number(TokenTable.TAKE_INDEXES, count, count));
    }

    @Override
    public long statusIndexes() {
        return database.read("read the status list", session -> session.number(TokenTable.INDEXES));
    }

    @Override
    public List<Long> revokedStatusIndexes(Instant now) {
        return database.read("read the status list", session -> TokenTable.revokedIndexes(session, now));
    }
}
