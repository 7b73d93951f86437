package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.spi.UsageRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds usage to its sums by UTC day and month, in the transaction that adds it by the hour. Numbers are stored in two
 * halves, as {@link WideColumns} adds them up, so that no sum of them is refused.
 */
final class UsageRollups {
    private static final String SUMS = "units_hi, units_lo, calls_hi, calls_lo";
    private static final int HALF = 32;
    private static final long LOWER = 0xffff_ffffL;

    static final String ADD_DAY =
            add("licensing_usage_days", "issuer, license, day, meter, kind, customer, plan, feature, endpoint, status");
    static final String ADD_DAY_SUM =
            add("licensing_usage_day_sums", "issuer, day, meter, kind, plan, feature, endpoint, status");
    static final String ADD_MONTH =
            add("licensing_usage_months", "issuer, month, license, meter, kind, customer, plan");

    private UsageRollups() {}

    private static String add(String table, String key) {
        int columns = key.split(",", -1).length + 4;
        StringBuilder sql = new StringBuilder("insert into " + table + " (" + key + ", " + SUMS + ") values ("
                + "?, ".repeat(columns - 1) + "?) on conflict (" + key + ") do update set ");
        List<String> sums = new ArrayList<>();
        for (String sum : SUMS.split(", ", -1)) {
            sums.add(sum + " = " + table + "." + sum + " + excluded." + sum);
        }
        return sql.append(String.join(", ", sums)).toString();
    }

    /** The halves of the units and calls of one row. */
    private record Sums(long unitsHigh, long unitsLow, long callsHigh, long callsLow) {
        static Sums of(UsageRow row) {
            return new Sums(row.units() >> HALF, row.units() & LOWER, row.calls() >> HALF, row.calls() & LOWER);
        }

        Sums plus(Sums more) {
            return new Sums(
                    unitsHigh + more.unitsHigh,
                    unitsLow + more.unitsLow,
                    callsHigh + more.callsHigh,
                    callsLow + more.callsLow);
        }
    }

    /** Adds rows without equal keys, whose names have these numbers. The row of {@link LedgerSequences} must be locked. */
    static void add(Session session, List<UsageRow> rows, Map<@Nullable String, Long> names) throws SQLException {
        Map<List<Long>, Sums> days = new LinkedHashMap<>();
        Map<List<Long>, Sums> daySums = new LinkedHashMap<>();
        Map<List<Long>, Sums> months = new LinkedHashMap<>();
        for (UsageRow row : rows) {
            Sums sums = Sums.of(row);
            Numbers key = new Numbers(row, names);
            days.merge(key.ofDay(), sums, Sums::plus);
            daySums.merge(key.ofDaySum(), sums, Sums::plus);
            months.merge(key.ofMonth(), sums, Sums::plus);
        }
        session.updateAll(ADD_DAY, rows(days));
        session.updateAll(ADD_DAY_SUM, rows(daySums));
        session.updateAll(ADD_MONTH, rows(months));
    }

    private static List<@Nullable Object[]> rows(Map<List<Long>, Sums> summed) {
        List<@Nullable Object[]> rows = new ArrayList<>(summed.size());
        summed.forEach((key, sums) -> {
            List<@Nullable Object> row = new ArrayList<>(key);
            row.addAll(List.of(sums.unitsHigh, sums.unitsLow, sums.callsHigh, sums.callsLow));
            rows.add(row.toArray());
        });
        return rows;
    }

    /** The numbers of the names of a row, in the order of the keys. */
    private record Numbers(UsageRow row, Map<@Nullable String, Long> names) {
        private long of(String name) {
            return names.getOrDefault(name, NameTable.NONE);
        }

        private long issuer() {
            return of(row.license().issuer());
        }

        private long license() {
            return of(row.license().value());
        }

        private long day() {
            return Hours.day(Hours.of(row.hourMillis()));
        }

        private long kind() {
            return UsageTable.number(row.kind());
        }

        private long status() {
            return row.origin().statusClass();
        }

        List<Long> ofDay() {
            return List.of(
                    issuer(),
                    license(),
                    day(),
                    of(row.meter()),
                    kind(),
                    of(row.customer()),
                    of(row.plan().toString()),
                    of(row.origin().feature()),
                    of(row.origin().endpoint()),
                    status());
        }

        List<Long> ofDaySum() {
            return List.of(
                    issuer(),
                    day(),
                    of(row.meter()),
                    kind(),
                    of(row.plan().toString()),
                    of(row.origin().feature()),
                    of(row.origin().endpoint()),
                    status());
        }

        List<Long> ofMonth() {
            return List.of(
                    issuer(),
                    Hours.monthOfDay(day()),
                    license(),
                    of(row.meter()),
                    kind(),
                    of(row.customer()),
                    of(row.plan().toString()));
        }
    }
}
