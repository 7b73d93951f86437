package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Page;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.core.store.Starts;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.EndedCountersQuery;
import io.github.licensing4j.spi.QuotaWindow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stores the counters of each window. A counter of a customer belongs to no license. */
final class CounterTable {
    private static final int AT_ONCE = 500;
    static final int KEYS = 10;
    private static final String KEY =
            "issuer, license, window_end, window_start, limit_name, meter, kind, per, scope, subject";
    static final String COUNTED = "select used from licensing_counters where issuer = ? and license = ?"
            + " and window_end = ? and window_start = ? and limit_name = ? and meter = ? and kind = ? and per = ?"
            + " and scope = ? and subject = ?";
    /** Creates the row that a lease locks. */
    static final String OPEN = "insert into licensing_counters (" + KEY + ", used) values (" + "?, ".repeat(KEYS)
            + "0) on conflict do nothing";

    static final String START = "insert into licensing_counters (" + KEY + ", used, earlier, starts) values ("
            + "?, ".repeat(KEYS) + "?, ?, ?) on conflict (" + KEY
            + ") do update set used = excluded.used, earlier = excluded.earlier, starts = excluded.starts";
    private static final String COLUMNS =
            "l.name, m.name, k.name, p.name, s.name, j.name, c.window_start, c.window_end, c.used, c.starts";
    private static final String NAMED = " from licensing_counters c join licensing_names l on l.id = c.limit_name"
            + " left join licensing_names m on m.id = c.meter join licensing_names k on k.id = c.kind"
            + " join licensing_names p on p.id = c.per join licensing_names s on s.id = c.scope"
            + " join licensing_names j on j.id = c.subject";
    static final String OF_LICENSE =
            "select " + COLUMNS + NAMED + " where c.issuer = ? and c.license = ? and c.window_end > ?";
    /** The number of no license is a literal, because the index contains only these rows. */
    static final String OF_CUSTOMER = "select " + COLUMNS + NAMED + " where c.issuer = ? and c.license = "
            + NameTable.NONE + " and c.subject = ? and c.window_end > ?";
    /** In the order of an index, so that a late page takes no longer than the first. */
    private static final String ENDED_KEY =
            "c.window_end, c.license, c.window_start, c.limit_name, c.meter, c.kind, c.per, c.scope, c.subject";

    private static final int ENDED_KEYS = 9;
    static final String ENDED = "select " + ENDED_KEY + ", o.name, " + COLUMNS + NAMED
            + " left join licensing_names o on o.id = c.license where c.issuer = ? and c.window_end <= ?"
            + " and (" + ENDED_KEY + ") > (" + "?, ".repeat(ENDED_KEYS - 1) + "?) order by " + ENDED_KEY + " limit ?";

    private CounterTable() {}

    /** Returns the columns that {@link #key} has the values of. */
    static String keyColumns() {
        return KEY;
    }

    /** Returns the condition that selects the row of a key. */
    static String isKey() {
        return KEY.replace(", ", " = ? and ") + " = ?";
    }

    static String add(int count) {
        String row = "(" + "?, ".repeat(KEYS) + "?)";
        return "insert into licensing_counters (" + KEY + ", used) values " + (row + ", ").repeat(count - 1) + row
                + " on conflict (" + KEY + ") do update set used = licensing_counters.used + excluded.used"
                + " returning " + KEY + ", used";
    }

    static Collection<@Nullable String> names(CounterIncrement one) {
        CounterId counter = one.counter();
        return Arrays.asList(
                one.issuer(),
                one.license(),
                counter.limit(),
                counter.meter(),
                counter.kind().name(),
                counter.per(),
                counter.scope().name(),
                counter.subject());
    }

    static List<Long> key(CounterIncrement one, Map<@Nullable String, Long> names) {
        CounterId counter = one.counter();
        List<Long> key = new ArrayList<>(KEYS);
        key.add(names.get(one.issuer()));
        key.add(names.get(one.license()));
        key.add(one.window().endMillis());
        key.add(one.window().startMillis());
        key.add(names.get(counter.limit()));
        key.add(names.get(counter.meter()));
        key.add(names.get(counter.kind().name()));
        key.add(names.get(counter.per()));
        key.add(names.get(counter.scope().name()));
        key.add(names.get(counter.subject()));
        return key;
    }

    /** Returns the key of the same counter in another window. */
    static List<Long> in(QuotaWindow window, List<Long> key) {
        List<Long> other = new ArrayList<>(key);
        other.set(2, window.endMillis());
        other.set(3, window.startMillis());
        return other;
    }

    /** Adds to counters and returns their changes; no two of them are of the same counter and window. */
    static List<CounterChange> add(Session session, List<CounterIncrement> counters, Map<@Nullable String, Long> names)
            throws SQLException {
        List<CounterChange> changes = new ArrayList<>(counters.size());
        for (int from = 0; from < counters.size(); from += AT_ONCE) {
            Map<List<Long>, CounterIncrement> some = new HashMap<>();
            for (CounterIncrement one : counters.subList(from, Math.min(from + AT_ONCE, counters.size()))) {
                some.put(key(one, names), one);
            }
            List<Long> arguments = new ArrayList<>();
            some.forEach((key, one) -> {
                arguments.addAll(key);
                arguments.add(one.units());
            });
            changes.addAll(session.all(add(some.size()), row -> change(row, some), arguments.toArray()));
        }
        return changes;
    }

    private static CounterChange change(Row row, Map<List<Long>, CounterIncrement> some) throws SQLException {
        List<Long> key = new ArrayList<>(KEYS);
        for (int i = 0; i < KEYS; i++) {
            key.add(row.number());
        }
        CounterIncrement one = some.get(key);
        if (one == null) {
            throw new SQLException("a counter changed that was not in the batch");
        }
        long after = row.number();
        return new CounterChange(one, after - one.units(), after);
    }

    static long counted(Session session, CounterIncrement counter) throws SQLException {
        Map<@Nullable String, Long> names = NameTable.find(session, names(counter));
        return names.keySet().containsAll(names(counter))
                ? session.first(COUNTED, Row::number, key(counter, names).toArray())
                        .orElse(0L)
                : 0;
    }

    static List<CounterIncrement> ofLicense(Session session, LicenseId license, Instant endingAfter)
            throws SQLException {
        Map<@Nullable String, Long> names = NameTable.find(session, List.of(license.issuer(), license.value()));
        if (names.get(license.issuer()) == null || names.get(license.value()) == null) {
            return List.of();
        }
        return session.all(
                OF_LICENSE,
                row -> counter(row, license.issuer(), license.value()),
                names.get(license.issuer()),
                names.get(license.value()),
                endingAfter);
    }

    static List<CounterIncrement> ofCustomer(Session session, String issuer, String customer, Instant endingAfter)
            throws SQLException {
        Map<@Nullable String, Long> names = NameTable.find(session, List.of(issuer, customer));
        if (names.get(issuer) == null || names.get(customer) == null) {
            return List.of();
        }
        return session.all(
                OF_CUSTOMER, row -> counter(row, issuer, null), names.get(issuer), names.get(customer), endingAfter);
    }

    private static CounterIncrement counter(Row row, String issuer, @Nullable String license) throws SQLException {
        CounterId id = new CounterId(
                row.text(),
                row.textOrNull(),
                Limit.Kind.valueOf(row.text()),
                row.text(),
                QuotaLimit.Scope.valueOf(row.text()),
                row.text());
        QuotaWindow window = new QuotaWindow(row.number(), row.number());
        return new CounterIncrement(issuer, license, id, window, row.number(), Starts.parse(row.textOrNull()));
    }

    /** A counter, and the page key for a page that ends with it. */
    private record Ended(List<String> key, CounterIncrement counter) {
        static Ended read(Row row, String issuer) throws SQLException {
            List<String> key = new ArrayList<>(ENDED_KEYS);
            for (int i = 0; i < ENDED_KEYS; i++) {
                key.add(Long.toString(row.number()));
            }
            return new Ended(key, CounterTable.counter(row, issuer, row.textOrNull()));
        }
    }

    /** @param from the start of the page */
    static Page<CounterIncrement> ended(Session session, EndedCountersQuery query, List<Long> from)
            throws SQLException {
        String issuer = query.issuer();
        int max = query.max();
        Long number = NameTable.find(session, List.of(issuer)).get(issuer);
        if (number == null) {
            return new Page<>(List.of(), null);
        }
        List<Object> arguments = new ArrayList<>(List.of(number, query.until()));
        arguments.addAll(from);
        arguments.add(max + 1L);
        List<Ended> found = session.all(ENDED, row -> Ended.read(row, issuer), arguments.toArray());
        boolean isLast = found.size() <= max;
        List<Ended> page = isLast ? found : found.subList(0, max);
        return new Page<>(
                page.stream().map(Ended::counter).toList(), isLast ? null : PageKey.of(page.get(max - 1).key));
    }

    /** Returns the start of a page: after the previous one, or after everything that ended at an instant or earlier. */
    static List<Long> startOf(EndedCountersQuery query) {
        String cursor = query.cursor();
        if (cursor != null) {
            return PageKey.read(cursor, ENDED_KEYS).stream()
                    .map(PageKey::number)
                    .toList();
        }
        List<Long> key = new ArrayList<>(Collections.nCopies(ENDED_KEYS, Long.MAX_VALUE));
        key.set(0, query.after().toEpochMilli());
        return key;
    }
}
