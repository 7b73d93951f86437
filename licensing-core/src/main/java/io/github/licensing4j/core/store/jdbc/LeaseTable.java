package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.LedgerUnits;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.UsageSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stores the units of counters that sources have leased and that are not in the ledger yet. Only PostgreSQL has such rows.
 * Units are leased under the lock of the counter's row; without that lock they may only be reduced.
 */
final class LeaseTable {
    private static final int AT_ONCE = 500;
    private static final String KEY = CounterTable.keyColumns();
    private static final String WHERE = " where " + CounterTable.isKey();
    /** The time of the database, which is the same for all nodes. */
    private static final String NOW = "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

    private static final String INSERT = "insert into licensing_quota_leases (" + KEY
            + ", source, units, operation, granted, leased, changed_at) values ";
    private static final String ROW = "(" + "?, ".repeat(CounterTable.KEYS);
    private static final String CONFLICT = " on conflict (" + KEY + ", source) do update set ";

    /** The units of other sources, then the units, last operation and last slice of one source. */
    static final String HELD = "select coalesce(sum(case when source <> ? and units > 0 then units end), 0),"
            + " coalesce(sum(case when source = ? then units end), 0),"
            + " coalesce(max(case when source = ? then operation end), 0),"
            + " coalesce(max(case when source = ? then granted end), 0),"
            + " coalesce(max(case when source = ? then leased end), 0) from licensing_quota_leases" + WHERE;

    static final String LEASED =
            "select coalesce(sum(units), 0) from licensing_quota_leases" + WHERE + " and units > 0";
    /** In one statement, because a batch moves units from one column to the other. */
    static final String USED_OR_LEASED = "select coalesce((select used from licensing_counters" + WHERE
            + "), 0), coalesce((select sum(units) from licensing_quota_leases" + WHERE + " and units > 0), 0),"
            + " (select starts from licensing_counters" + WHERE + ")";

    static final String GRANT = INSERT + ROW + "?, ?, ?, ?, ?, " + NOW + ")" + CONFLICT
            + "leased = licensing_quota_leases.leased + excluded.granted, units = licensing_quota_leases.units + excluded.granted, operation = excluded.operation,"
            + " granted = excluded.granted, changed_at = excluded.changed_at";
    static final String RELEASE =
            "update licensing_quota_leases set units = units - ?, leased = leased - ?, operation = ?, granted = 0,"
                    + " changed_at = " + NOW + WHERE + " and source = ? and operation < ?";
    /** The change of the leased units is added to both columns, so that batches may come before or after it. */
    static final String RESTORE = INSERT + ROW + "?, ?, ?, 0, ?, " + NOW + ")" + CONFLICT
            + "units = licensing_quota_leases.units + excluded.leased - licensing_quota_leases.leased,"
            + " leased = excluded.leased, operation = excluded.operation, granted = 0, changed_at = excluded.changed_at";

    static final String END = "delete from licensing_quota_leases where source in"
            + " (select id from licensing_usage_sources where node = ? and epoch < ?) returning units";
    /**
     * Leases count for one period more, because what dead nodes hold of a period is not carried into the next. The product
     * has more than 64 bits.
     */
    static final String ENDED = "delete from licensing_quota_leases where (" + KEY + ", source) in (select " + KEY
            + ", source from licensing_quota_leases where window_end < ? and 2.0 * window_end - window_start < ? limit ?)";

    private LeaseTable() {}

    /**
     * The leases of a counter.
     *
     * @param others the units of other sources
     * @param units those of the source; below 0 if its calls used more than they reserved
     * @param operation the last operation of the source, 0 if none
     * @param granted the slice of that operation
     * @param leased all units that the source has leased and not released
     */
    record Held(long others, long units, long operation, long granted, long leased) {}

    static Held held(Session session, List<Long> key, long source) throws SQLException {
        List<Long> arguments = new ArrayList<>(List.of(source, source, source, source, source));
        arguments.addAll(key);
        return session.required(
                HELD,
                row -> new Held(row.number(), row.number(), row.number(), row.number(), row.number()),
                arguments.toArray());
    }

    static long leased(Session session, List<Long> key) throws SQLException {
        return session.number(LEASED, key.toArray());
    }

    /** Leases a slice, which may be empty. */
    static void grant(Session session, List<Long> key, long source, Slice slice) throws SQLException {
        List<Long> arguments = new ArrayList<>(key);
        arguments.addAll(List.of(source, slice.units, slice.operation, slice.units, slice.units));
        session.update(GRANT, arguments.toArray());
    }

    /** Stores what a source has leased, under the lock of the counter. */
    static void restore(Session session, List<Long> key, long source, Slice all) throws SQLException {
        List<Long> arguments = new ArrayList<>(key);
        arguments.addAll(List.of(source, all.units, all.operation, all.units));
        session.update(RESTORE, arguments.toArray());
    }

    /** The result of an operation. */
    record Slice(long units, long operation) {}

    /** Releases units, unless the row has the operation already. */
    static void release(Session session, List<Long> key, long source, Slice slice) throws SQLException {
        List<Long> arguments = new ArrayList<>(List.of(slice.units, slice.units, slice.operation));
        arguments.addAll(key);
        arguments.addAll(List.of(source, slice.operation));
        session.update(RELEASE, arguments.toArray());
    }

    /** Removes the leases of all earlier starts of a node and returns their units. */
    static long endBefore(Session session, UsageSource start) throws SQLException {
        WideSum released = WideSum.ZERO;
        for (long units : session.all(END, Row::number, start.node(), start.epoch())) {
            released = released.plus(Math.max(0, units));
        }
        return released.nearest();
    }

    static String reduce(int count) {
        String row = ROW + "?, ?, 0, 0, 0, " + NOW + ")";
        return INSERT + (row + ", ").repeat(count - 1) + row + CONFLICT + "changed_at = excluded.changed_at,"
                + " units = greatest(cast(licensing_quota_leases.units as numeric) + excluded.units, -"
                + LedgerUnits.MOST + ")";
    }

    /** Reduces the leases of a source by the units of a batch, whose counters were added to before. */
    static void reduce(Session session, long source, List<CounterIncrement> counters, Map<@Nullable String, Long> names)
            throws SQLException {
        List<CounterIncrement> used =
                counters.stream().filter(one -> one.units() != 0).toList();
        for (int from = 0; from < used.size(); from += AT_ONCE) {
            List<CounterIncrement> some = used.subList(from, Math.min(from + AT_ONCE, used.size()));
            List<Long> arguments = new ArrayList<>();
            for (CounterIncrement one : some) {
                arguments.addAll(CounterTable.key(one, names));
                arguments.addAll(List.of(source, -one.units()));
            }
            session.update(reduce(some.size()), arguments.toArray());
        }
    }
}
