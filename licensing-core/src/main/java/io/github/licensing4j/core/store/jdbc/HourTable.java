package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.Hours;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Combines the hours of usage of one UTC day into its first hour. */
final class HourTable {
    static final String FIRST = "select min(hour) from licensing_usage where issuer = ? having count(*) > 0";
    /** The kind of counters of quotas. */
    private static final String QUOTA = "QUOTA";

    /** Without licenses of which a period of a quota began on the day and has not ended. */
    static final String LICENSES = "select distinct u.license from licensing_usage u where u.issuer = ? and u.hour > ?"
            + " and u.hour < ? and not exists (select 1 from licensing_counters c where c.issuer = u.issuer"
            + " and c.license = u.license and c.window_end > ? and c.window_start >= ? and c.window_start < ?"
            + " and c.kind = ?) and not exists (select 1 from licensing_counters c where c.issuer = u.issuer"
            + " and c.license = " + NameTable.NONE + " and c.subject = u.customer and c.window_end > ?"
            + " and c.window_start >= ? and c.window_start < ? and c.kind = ?) limit ?";

    private static final String KEY = "meter, kind, customer, plan, feature, endpoint, status, source";
    static final String ADD = "insert into licensing_usage (issuer, license, hour, " + KEY + ", units, calls)"
            + " select issuer, license, cast(? as bigint), " + KEY
            + ", cast(sum(units) as bigint), cast(sum(calls) as bigint)"
            + " from licensing_usage where issuer = ? and license = ? and hour > ? and hour < ? group by issuer, license, "
            + KEY + " on conflict (issuer, license, hour, " + KEY
            + ") do update set units = licensing_usage.units + excluded.units,"
            + " calls = licensing_usage.calls + excluded.calls";
    static final String REMOVE =
            "delete from licensing_usage where issuer = ? and license = ? and hour > ? and hour < ?";

    private final Session session;
    private final Instant day;
    private final long first;
    private final long end;

    HourTable(Session session, Instant day) {
        this.session = session;
        this.day = day;
        this.first = Hours.of(day);
        this.end = first + Hours.ofDay(1);
    }

    static Optional<Instant> first(Session session, String issuer) throws SQLException {
        Long number = NameTable.find(session, List.of(issuer)).get(issuer);
        return number == null ? Optional.empty() : session.first(FIRST, row -> Hours.start(row.number()), number);
    }

    /** Combines the hours of some licenses and returns how many. The row of {@link LedgerSequences} must be locked. */
    int combine(String issuer, Instant now, int max) throws SQLException {
        Map<@Nullable String, Long> names = NameTable.find(session, List.of(issuer, QUOTA));
        Long number = names.get(issuer);
        if (number == null) {
            return 0;
        }
        long quota = names.getOrDefault(QUOTA, NameTable.NONE);
        Instant next = Hours.start(end);
        List<Long> licenses = session.all(
                LICENSES, Row::number, number, first, end, now, day, next, quota, now, day, next, quota, max);
        for (long license : licenses) {
            session.update(ADD, first, number, license, first, end);
            session.update(REMOVE, number, license, first, end);
        }
        return licenses.size();
    }
}
