package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.spi.LeaseTimeline;
import io.github.licensing4j.spi.StoreException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Stores the timeline of the database. The server is identified by the instant of its start, which every role can read and which a standby,
 * a restored copy and a restarted server do not have in common with the server before. Only PostgreSQL uses it.
 */
final class TimelineTable {
    private static final String NOW = PostgresDatabase.NOW;
    private static final String SERVER =
            "cast(floor(extract(epoch from pg_postmaster_start_time()) * 1000000) as bigint)";
    /** The time in which a node that is not registered any more must find out that it is not. */
    private static final long SHORTEST = 3_000;

    private static final long LONGEST = 30_000;

    /** Only nodes that were registered before are awaited: later ones have lost nothing. */
    private static final String IS_OPEN = "(t.number = 0 or (t.server = " + SERVER
            + " and (n.timeline is null or n.timeline = t.number)"
            + " and (t.opens_by <= " + NOW + " or (t.opens_at <= " + NOW
            + " and not exists (select 1 from licensing_nodes o where o.timeline < t.number"
            + " and o.started_at <= t.since)))))";

    static final String OPEN = "select case when " + IS_OPEN + " then 1 else 0 end from licensing_timeline t"
            + " left join licensing_nodes n on n.name = ? where t.id = 1";
    /** Without the state of the node that asks. */
    static final String OPEN_TO_OTHERS = OPEN.replace(" and (n.timeline is null or n.timeline = t.number)", "");

    static final String MARK = "update licensing_nodes set mark = mark + 1 where name = ? returning mark, timeline";
    static final String READ =
            "select number, case when server = " + SERVER + " then 1 else 0 end from licensing_timeline where id = 1";
    /** The first timeline of a database can have lost nothing. */
    static final String BEGIN = "update licensing_timeline set number = greatest(number, ?) + 1, server = " + SERVER
            + ", since = " + NOW + ", opens_at = " + NOW + " + ?, opens_by = " + NOW
            + " + case when number = 0 then 0 else ? end where id = 1";

    static final String CONFIRM = "update licensing_nodes set timeline = ? where instance ="
            + " (select instance from licensing_nodes where name = ?)"
            + " and exists (select 1 from licensing_timeline where id = 1 and number = ? and server = " + SERVER + ")";

    /** Nothing can be lost that was stored at most so many milliseconds ago; nothing at all on the first timeline. */
    static final String LASTS = "t.server = " + SERVER + " and (t.number = 1 or t.since + ? <= " + NOW + ")";

    private TimelineTable() {}

    private record Present(long number, boolean isOfServer) {
        static Present read(Row row) throws SQLException {
            return new Present(row.number(), row.number() == 1);
        }
    }

    private record Node(long mark, long timeline) {
        static final Node UNKNOWN = new Node(0, 0);
    }

    static boolean isOpen(Session session, String node) throws SQLException {
        return session.required(OPEN_TO_OTHERS, Row::number, node) == 1;
    }

    /** @throws StoreException if leases may be missing that nodes still have */
    static void requireOpen(Session session, String node) throws SQLException {
        if (session.required(OPEN, Row::number, node) != 1) {
            throw new StoreException("the license store leases no quotas yet: it was started, restored or promoted, and"
                    + " the nodes that were registered bring back what they had leased, for 30 s at most");
        }
    }

    static LeaseTimeline check(Session session, String node, LeaseTimeline.Seen seen, String forUpdate)
            throws SQLException {
        Optional<Node> found = session.first(MARK, row -> new Node(row.number(), row.number()), node);
        Node own = found.orElse(Node.UNKNOWN);
        boolean isOlder = seen.mark() > 0 && own.mark <= seen.mark();
        Present present = session.required(READ, Present::read);
        if (begins(present, isOlder, seen)) {
            // Another node may begin it meanwhile.
            present = session.required(READ + forUpdate, Present::read);
            if (begins(present, isOlder, seen)) {
                session.update(BEGIN, List.of(seen.number(), SHORTEST, LONGEST).toArray());
                present = session.required(READ, Present::read);
            }
        }
        return new LeaseTimeline(present.number, own.mark, own.timeline == present.number);
    }

    private static boolean begins(Present present, boolean isOlder, LeaseTimeline.Seen seen) {
        return !present.isOfServer || (isOlder && present.number <= seen.number());
    }

    /** Confirms every name of the process of a node. */
    static void confirm(Session session, String node, long timeline) throws SQLException {
        session.update(CONFIRM, timeline, node, timeline);
    }
}
