package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.CountedMeter;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportLog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores export events: state 0 waits, 1 was given up, 2 was accepted. */
final class JdbcExportLog implements ExportLog {
    private static final int AT_ONCE = 200;
    private static final String EXPORTER = "(select id from licensing_exporters where name = ?)";
    private static final String SELECT =
            "select e.id, x.name, i.name, l.name, c.name, m.name, e.hour, e.revision, e.units,"
                    + " coalesce(t.unit, ''), coalesce(t.scale, " + CountedMeter.UNKNOWN + "),"
                    + " e.created_at, e.attempts, e.due_at, e.last_error from licensing_export_events e"
                    + " join licensing_exporters x on x.id = e.exporter join licensing_names i on i.id = e.issuer"
                    + " join licensing_names l on l.id = e.license join licensing_names c on c.id = e.customer"
                    + " join licensing_names m on m.id = e.meter left join licensing_meters t on t.meter = e.meter";
    static final String DUE = SELECT + " where e.exporter = " + EXPORTER
            + " and e.state = 0 and e.due_at <= ? order by e.due_at, e.hour, e.id limit ?";
    static final String DEAD =
            SELECT + " where e.state = 1 and (e.created_at, e.id) > (?, ?) order by e.created_at, e.id limit ?";
    static final String FAILED =
            "update licensing_export_events set attempts = attempts + 1, due_at = ?, last_error = ?"
                    + " where id = ? and state = 0";
    static final String GIVE_UP =
            "update licensing_export_events set attempts = attempts + 1, last_error = ?, state = 1"
                    + " where id = ? and state = 0";
    private static final String AGAIN =
            "update licensing_export_events set attempts = 0, due_at = ?, last_error = null, state = 0 where state = 1";
    static final String REPLAY = AGAIN + " and id = ?";
    static final String REPLAY_ALL = AGAIN;
    static final String WAITING =
            "select count(*) from licensing_export_events where exporter = " + EXPORTER + " and state = 0";
    static final String ACCEPT = "update licensing_export_events set state = 2, accepted_at = ?, last_error = null"
            + " where id = ? and state <> 2 returning exporter, issuer, license, meter, units";
    static final String ADD_ACCEPTED = "insert into licensing_export_accepted (exporter, issuer, license, meter, units,"
            + " events) values (?, ?, ?, ?, ?, ?) on conflict (exporter, issuer, license, meter)"
            + " do update set units = licensing_export_accepted.units + excluded.units,"
            + " events = licensing_export_accepted.events + excluded.events";
    static final String ACCEPTED = "select i.name, l.name, m.name, w.units, w.events from licensing_export_accepted w"
            + " join licensing_names i on i.id = w.issuer join licensing_names l on l.id = w.license"
            + " join licensing_names m on m.id = w.meter where w.exporter = " + EXPORTER;
    private static final String AFTER = " and (i.name, l.name, m.name) > (?, ?, ?)";
    private static final String IN_ORDER = " order by i.name, l.name, m.name limit ?";

    private final Database database;

    JdbcExportLog(Database database) {
        this.database = database;
    }

    /** Works in parts, so that no transaction takes long. */
    @Override
    public int createEvents(String exporter, Instant closedBefore, Instant now, int max) {
        int made = 0;
        boolean isOver = false;
        while (!isOver && made < max) {
            int left = max - made;
            ExportEventMaker.Step step = database.write(
                    "create export events",
                    session -> new ExportEventMaker(session, exporter, now)
                            .step(Hours.of(closedBefore), left, database.forUpdate()));
            made += step.made();
            isOver = step.isOver();
        }
        return made;
    }

    private static ExportEvent event(Row row) throws SQLException {
        String id = row.text();
        String exporter = row.text();
        LicenseId license = new LicenseId(row.text(), row.text());
        String customer = row.text();
        String meter = row.text();
        long hour = row.number();
        return new ExportEvent(
                id,
                exporter,
                license,
                customer,
                meter,
                new ExportEvent.Hour(Hours.start(hour), Hours.start(hour + 1)),
                (int) row.number(),
                row.number(),
                new ExportEvent.Unit(row.text(), (int) row.number()),
                new ExportEvent.Delivery(row.instant(), (int) row.number(), row.instant(), row.textOrNull()));
    }

    @Override
    public List<ExportEvent> due(String exporter, Instant now, int max) {
        return database.read(
                "read export events", session -> session.all(DUE, JdbcExportLog::event, exporter, now, max));
    }

    @Override
    public void accepted(List<String> ids, Instant at) {
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            // In the same order on every node, to prevent deadlocks.
            List<String> some = ids.subList(from, Math.min(from + AT_ONCE, ids.size())).stream()
                    .sorted()
                    .toList();
            int unused = database.write("store accepted events", session -> accept(session, some, at));
        }
    }

    private static int accept(Session session, List<String> ids, Instant at) throws SQLException {
        TreeMap<Key, Accepting> sums = new TreeMap<>(Comparator.comparing(Key::toString));
        for (String id : ids) {
            boolean unused = session.first(
                            ACCEPT,
                            row -> {
                                Key key = Key.read(row);
                                sums.put(
                                        key,
                                        sums.getOrDefault(key, Accepting.NOTHING)
                                                .plus(row.number()));
                                return true;
                            },
                            at,
                            id)
                    .isPresent();
        }
        List<@Nullable Object[]> rows = new ArrayList<>(sums.size());
        sums.forEach((key, sum) -> rows.add(
                new Object[] {key.exporter, key.issuer, key.license, key.meter, sum.units.units(), sum.events}));
        session.updateAll(ADD_ACCEPTED, rows);
        return rows.size();
    }

    private record Accepting(WideSum units, long events) {
        static final Accepting NOTHING = new Accepting(WideSum.ZERO, 0);

        Accepting plus(long more) {
            return new Accepting(units.plus(more), events + 1);
        }
    }

    private record Key(long exporter, long issuer, long license, long meter) {
        static Key read(Row row) throws SQLException {
            return new Key(row.number(), row.number(), row.number(), row.number());
        }
    }

    @Override
    public void failed(List<String> ids, Instant nextAttempt, String error) {
        change(FAILED, ids, nextAttempt, error);
    }

    @Override
    public void dead(List<String> ids, String error) {
        change(GIVE_UP, ids, error);
    }

    private int change(String sql, List<String> ids, Object... arguments) {
        return database.write("change export events", session -> {
            int changed = 0;
            for (String id : ids.stream().sorted().toList()) {
                List<Object> all = new ArrayList<>(List.of(arguments));
                all.add(id);
                changed += session.update(sql, all.toArray());
            }
            return changed;
        });
    }

    @Override
    public Page<ExportEvent> deadLetters(@Nullable String cursor, int max) {
        List<String> after = cursor == null ? List.of(Long.toString(Long.MIN_VALUE), "") : PageKey.read(cursor, 2);
        long made = PageKey.number(after.get(0));
        List<ExportEvent> found = database.read(
                "read export events", session -> session.all(DEAD, JdbcExportLog::event, made, after.get(1), max + 1L));
        if (found.size() <= max) {
            return new Page<>(found, null);
        }
        ExportEvent last = found.get(max - 1);
        return new Page<>(
                found.subList(0, max),
                PageKey.of(List.of(Long.toString(last.delivery().createdAt().toEpochMilli()), last.id())));
    }

    @Override
    public int replay(List<String> ids, Instant now) {
        return ids.isEmpty()
                ? database.write("replay export events", session -> session.update(REPLAY_ALL, now))
                : change(REPLAY, ids, now);
    }

    @Override
    public long waiting(String exporter) {
        return database.read("read export events", session -> session.number(WAITING, exporter));
    }

    @Override
    public Page<AcceptedUnits> accepted(String exporter, @Nullable String cursor, int max) {
        List<Object> arguments = new ArrayList<>(List.of(exporter));
        if (cursor != null) {
            arguments.addAll(PageKey.read(cursor, 3));
        }
        arguments.add(max + 1L);
        String sql = ACCEPTED + (cursor == null ? "" : AFTER) + IN_ORDER;
        List<AcceptedUnits> found = database.read(
                "add up accepted events",
                session -> session.all(
                        sql,
                        row -> new AcceptedUnits(
                                new LicenseId(row.text(), row.text()), row.text(), row.number(), row.number()),
                        arguments.toArray()));
        return page(found, max, AcceptedUnits::license, AcceptedUnits::meter);
    }

    /** Creates a page from a list of one row more than it holds, by license and meter. */
    static <T> Page<T> page(List<T> found, int max, Function<T, LicenseId> license, Function<T, String> meter) {
        if (found.size() <= max) {
            return new Page<>(found, null);
        }
        T last = found.get(max - 1);
        LicenseId id = license.apply(last);
        return new Page<>(found.subList(0, max), PageKey.of(List.of(id.issuer(), id.value(), meter.apply(last))));
    }
}
