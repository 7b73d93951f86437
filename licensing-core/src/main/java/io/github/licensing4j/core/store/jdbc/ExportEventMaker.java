package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.EventId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates export events for changed usage. For each exporter it stores the last change that it has processed in closed
 * hours, and which hours were closed. So it finds changes in closed hours by the number of the change, and newly closed
 * hours by the hour, without scanning everything.
 */
final class ExportEventMaker {
    static final String FIND =
            "select id, seen_change, closed_hour, hour_change from licensing_exporters where name = ?";
    static final String NEW = "insert into licensing_exporters (id, name, seen_change, closed_hour, hour_change)"
            + " select coalesce(max(id), 0) + 1, ?, coalesce((select max(change) from licensing_usage_totals), 0), ?, 0"
            + " from licensing_exporters where true on conflict do nothing";
    static final String MOVE_ON =
            "update licensing_exporters set seen_change = ?, closed_hour = ?, hour_change = ? where id = ?";
    private static final String SELECT = "select t.issuer, t.license, t.meter, t.hour, t.customer, t.change,"
            + " t.units - coalesce(s.units, 0), coalesce((select max(revision) from licensing_export_sums r"
            + " where r.exporter = ? and r.issuer = t.issuer and r.license = t.license and r.meter = t.meter"
            + " and r.hour = t.hour), 0), i.name, l.name, m.name from licensing_usage_totals t"
            + " left join licensing_export_sums s on s.exporter = ? and s.issuer = t.issuer and s.license = t.license"
            + " and s.meter = t.meter and s.hour = t.hour and s.customer = t.customer"
            + " join licensing_names i on i.id = t.issuer join licensing_names l on l.id = t.license"
            + " join licensing_names m on m.id = t.meter";
    static final String CHANGED = SELECT + " where t.change > ? order by t.change limit ?";
    static final String CLOSED =
            SELECT + " where (t.hour, t.change) > (?, ?) and t.hour < ? order by t.hour, t.change limit ?";
    static final String ADD =
            "insert into licensing_export_events (id, exporter, issuer, license, meter, hour, customer,"
                    + " revision, units, created_at, attempts, due_at, last_error, state, accepted_at)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, null, 0, null)";
    static final String ADD_SUM = "insert into licensing_export_sums (exporter, issuer, license, meter, hour, customer,"
            + " units, revision) values (?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (exporter, issuer, license, meter, hour, customer)"
            + " do update set units = licensing_export_sums.units + excluded.units, revision = excluded.revision";
    private static final int AT_ONCE = 1_000;

    private final Session session;
    private final String exporter;
    private final Instant now;
    private final Map<List<Long>, Long> revisions = new HashMap<>();
    private long id;
    private long seenChange;
    private long closedHour;
    private long hourChange;

    ExportEventMaker(Session session, String exporter, Instant now) {
        this.session = session;
        this.exporter = exporter;
        this.now = now;
    }

    /** The result of a step: the number of events, and whether nothing is left to process. */
    record Step(int made, boolean isOver) {}

    /** The units of an hour, and their difference from the exported units. */
    private record Difference(
            List<Long> window, long customer, long change, long units, long revision, LicenseId license, String meter) {
        static Difference read(Row row) throws SQLException {
            List<Long> window = List.of(row.number(), row.number(), row.number(), row.number());
            return new Difference(
                    window,
                    row.number(),
                    row.number(),
                    row.number(),
                    row.number(),
                    new LicenseId(row.text(), row.text()),
                    row.text());
        }

        long hour() {
            return window.get(3);
        }
    }

    /**
     * Processes one part of the changes.
     *
     * @param closedBefore the first hour that is not closed
     */
    Step step(long closedBefore, int max, String forUpdate) throws SQLException {
        find(forUpdate);
        int most = Math.min(max, AT_ONCE);
        List<Difference> changed = session.all(CHANGED, Difference::read, id, id, seenChange, most);
        List<Difference> due = new ArrayList<>();
        for (Difference one : changed) {
            seenChange = one.change;
            if (one.hour() < closedHour) {
                due.add(one);
            }
        }
        boolean isOver = false;
        if (changed.isEmpty()) {
            due = session.all(CLOSED, Difference::read, id, id, closedHour, hourChange, closedBefore, most);
            isOver = due.size() < most;
            close(due, isOver, closedBefore);
        }
        int made = make(due);
        session.update(MOVE_ON, seenChange, closedHour, hourChange, id);
        return new Step(made, isOver);
    }

    private void close(List<Difference> due, boolean isOver, long closedBefore) {
        if (isOver && closedBefore > closedHour) {
            closedHour = closedBefore;
            hourChange = 0;
        } else if (!due.isEmpty()) {
            Difference last = due.get(due.size() - 1);
            closedHour = last.hour();
            hourChange = last.change;
        }
    }

    private void find(String forUpdate) throws SQLException {
        if (!read(forUpdate)) {
            session.update(NEW, exporter, Integer.MIN_VALUE);
            if (!read(forUpdate)) {
                // Another exporter took the number at the same moment: retry, as after a conflict.
                throw new SQLException("two exporters were stored at once", "40001");
            }
        }
    }

    private boolean read(String forUpdate) throws SQLException {
        return session.first(
                        FIND + forUpdate,
                        row -> {
                            id = row.number();
                            seenChange = row.number();
                            closedHour = row.number();
                            hourChange = row.number();
                            return true;
                        },
                        exporter)
                .isPresent();
    }

    private int make(List<Difference> differences) throws SQLException {
        List<@Nullable Object[]> events = new ArrayList<>();
        List<@Nullable Object[]> sums = new ArrayList<>();
        for (Difference one : differences) {
            if (one.units != 0) {
                long revision = 1 + revisions.getOrDefault(one.window, one.revision);
                revisions.put(one.window, revision);
                events.add(event(one, revision));
                sums.add(sum(one, revision));
            }
        }
        session.updateAll(ADD, events);
        session.updateAll(ADD_SUM, sums);
        return events.size();
    }

    private @Nullable Object[] event(Difference one, long revision) {
        List<@Nullable Object> columns = new ArrayList<>();
        columns.add(new EventId(exporter, one.license, one.meter, one.hour(), (int) revision).text());
        columns.add(id);
        columns.addAll(one.window);
        columns.addAll(List.of(one.customer, revision, one.units, now, now));
        return columns.toArray();
    }

    private @Nullable Object[] sum(Difference one, long revision) {
        List<@Nullable Object> columns = new ArrayList<>();
        columns.add(id);
        columns.addAll(one.window);
        columns.addAll(List.of(one.customer, one.units, revision));
        return columns.toArray();
    }
}
