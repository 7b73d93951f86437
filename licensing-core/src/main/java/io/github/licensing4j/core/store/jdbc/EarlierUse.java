package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.store.LedgerUnits;
import io.github.licensing4j.core.store.Starts;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UseAtStart;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds to a counter the usage in its window before it replaced another one. */
record EarlierUse(Session session, LicenseId license, CounterStart start) {
    private static final long HOUR = 3_600_000;
    private static final String WHERE = " where issuer = ? and license = ? and window_end = ? and window_start = ?"
            + " and limit_name = ? and meter = ? and kind = ? and per = ? and scope = ? and subject = ?";
    static final String STORED = "select used, starts from licensing_counters" + WHERE;
    private static final String METERED = "select coalesce(sum(units >> 32), 0), coalesce(sum(units & 4294967295), 0)"
            + " from licensing_usage where kind = 0 and issuer = ? and hour >= ? and hour < ? and meter = ? and ";
    static final String OF_LICENSE = METERED + "license = ?";
    static final String OF_CUSTOMER = METERED + "customer = ?";
    static final String OTHERS = "select coalesce(sum((used - earlier) >> 32), 0),"
            + " coalesce(sum((used - earlier) & 4294967295), 0) from licensing_counters where issuer = ? and license = ?"
            + " and window_end > ? and window_start < ? and window_start >= ? and limit_name = ? and meter = ? and kind = ?"
            + " and per <> ? and scope = ? and subject = ?";

    private record Stored(long used, List<UseAtStart> starts) {}

    /** Returns the units of a counter with the usage before its start, adding that usage the first time. */
    long counted(CounterIncrement counter, String forUpdate) throws SQLException {
        LedgerSequences counts = LedgerSequences.locked(session, forUpdate);
        List<@Nullable String> all = new ArrayList<>(CounterTable.names(counter));
        all.add(license.value());
        Map<@Nullable String, Long> names = NameTable.of(session, all, counts);
        List<Long> key = CounterTable.key(counter, names);
        Stored stored = session.first(
                        STORED, row -> new Stored(row.number(), Starts.parse(row.textOrNull())), key.toArray())
                .orElse(new Stored(0, List.of()));
        UseAtStart last = Starts.last(stored.starts);
        if (last.atMillis() >= start.atMillis()) {
            return stored.used;
        }
        long own = stored.used - last.earlier();
        long total = Math.min(LedgerUnits.MOST, Math.max(stored.used, total(counter, names, own)));
        UseAtStart now = new UseAtStart(start.atMillis(), own, total - own);
        List<Object> values = new ArrayList<>(key);
        values.addAll(List.of(total, now.earlier(), Starts.text(Starts.with(stored.starts, now))));
        session.update(CounterTable.START, values.toArray());
        return total;
    }

    private long total(CounterIncrement counter, Map<@Nullable String, Long> names, long own) throws SQLException {
        Scope scope = counter.counter().scope();
        if (!start.sameUse() && (scope == Scope.KEY || scope == Scope.USER)) {
            return own;
        }
        WideSum metered = metered(counter, names);
        if (!start.sameUse()) {
            return metered.nearest();
        }
        WideSum others = others(counter, names).plus(own);
        return (others.compareTo(metered) < 0 ? others : metered).nearest();
    }

    /** Returns the usage of the meter in the hours of the window. */
    private WideSum metered(CounterIncrement counter, Map<@Nullable String, Long> names) throws SQLException {
        boolean isOfCustomer = counter.license() == null;
        return sum(
                isOfCustomer ? OF_CUSTOMER : OF_LICENSE,
                names.get(counter.issuer()),
                UsageRow.hourOf(counter.window().startMillis()) / HOUR,
                Math.floorDiv(counter.window().endMillis() - 1, HOUR) + 1,
                names.get(counter.counter().meter()),
                names.get(isOfCustomer ? counter.counter().subject() : license.value()));
    }

    /** Returns the units that counters of the same usage and other periods counted themselves. */
    private WideSum others(CounterIncrement counter, Map<@Nullable String, Long> names) throws SQLException {
        CounterId id = counter.counter();
        return sum(
                OTHERS,
                names.get(counter.issuer()),
                names.get(counter.license()),
                counter.window().startMillis(),
                counter.window().endMillis(),
                start.sinceMillis(),
                names.get(id.limit()),
                names.get(id.meter()),
                names.get(id.kind().name()),
                names.get(id.per()),
                names.get(id.scope().name()),
                names.get(id.subject()));
    }

    private WideSum sum(String sql, @Nullable Object... arguments) throws SQLException {
        return session.first(sql, Row::sum, arguments).orElse(WideSum.ZERO);
    }
}
