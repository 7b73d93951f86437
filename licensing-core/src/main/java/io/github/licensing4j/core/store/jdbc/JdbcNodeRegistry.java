package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.NodeRecord;
import io.github.licensing4j.spi.NodeRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Stores the nodes that share a database, a row for each name. Its time is that of the database. */
final class JdbcNodeRegistry implements NodeRegistry {
    private static final String FIND = "select name, instance, started_at, seen_at from licensing_nodes where name = ?";
    private static final String RELEASE = "delete from licensing_nodes where name = ? and instance = ?";
    /** The time after which the row of a killed process is removed. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Database database;
    private final String claim;
    private final String findLive;
    private final String live;
    private final String removeOld;
    private final String time;

    /** @param now the SQL expression of the present time in milliseconds */
    JdbcNodeRegistry(Database database, String now) {
        this.database = database;
        this.claim = "insert into licensing_nodes as n (name, instance, started_at, seen_at) values (?, ?, " + now
                + ", "
                + now + ") on conflict (name) do update set instance = excluded.instance, seen_at = excluded.seen_at,"
                + " started_at = case when n.instance = excluded.instance then n.started_at else excluded.started_at end"
                + " where n.instance in (excluded.instance, ?) or n.seen_at <= " + now + " - ?";
        this.findLive = FIND + " and seen_at > " + now + " - ?";
        this.live = "select count(distinct instance) from licensing_nodes where seen_at > " + now + " - ?";
        this.time = "select " + now;
        this.removeOld = "delete from licensing_nodes where seen_at <= " + now + " - ?";
    }

    @Override
    public Optional<NodeRecord> claim(NodeClaim claimed) {
        return database.write("register this node", session -> claim(session, claimed));
    }

    private Optional<NodeRecord> claim(Session session, NodeClaim claimed) throws SQLException {
        String ended = claimed.ended().orElse(claimed.process());
        int changed = session.update(
                claim,
                claimed.name(),
                claimed.process(),
                ended,
                claimed.silence().toMillis());
        return changed == 1 ? Optional.empty() : session.first(FIND, JdbcNodeRegistry::node, claimed.name());
    }

    @Override
    public Optional<NodeRecord> find(String name, Duration within) {
        return database.read(
                "find a node", session -> session.first(findLive, JdbcNodeRegistry::node, name, within.toMillis()));
    }

    private static NodeRecord node(Row row) throws SQLException {
        return new NodeRecord(row.text(), row.text(), row.instant(), row.instant());
    }

    /** Removes rows of processes that were killed long ago, too. */
    @Override
    public void release(String name, String process) {
        int unused = database.write(
                "remove this node",
                session -> session.update(RELEASE, name, process) + session.update(removeOld, KEPT.toMillis()));
    }

    @Override
    public Optional<Instant> now() {
        return Optional.of(Instant.ofEpochMilli(database.read("read its clock", session -> session.number(time))));
    }

    @Override
    public int live(Duration within) {
        long found = database.read("count its nodes", session -> session.number(live, within.toMillis()));
        return (int) Math.max(1, found);
    }
}
