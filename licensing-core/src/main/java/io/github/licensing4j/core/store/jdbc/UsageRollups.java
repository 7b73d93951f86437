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
 * Adds usage to its sums by UTC day, five days and month, and to those who made calls, in the transaction that adds it by the hour.
 * Numbers are stored in two halves, as {@link WideColumns} adds them up, so that no sum of them is refused.
 */
final class UsageRollups {
    private static final String SUMS = "units_hi, units_lo, calls_hi, calls_lo";
    private static final int HALF = 32;
    private static final long LOWER = 0xffff_ffffL;

    static final String ADD_DAY =
            add("licensing_usage_days", "issuer, license, day, meter, kind, customer, plan, feature, endpoint, status");
    static final String ADD_DAY_SUM =
            add("licensing_usage_day_sums", "issuer, day, meter, kind, plan, feature, endpoint, status");
    static final String ADD_LICENSE_DAY =
            add("licensing_usage_license_days", "issuer, day, license, meter, kind, customer, plan");
    static final String ADD_LICENSE_FIVE =
            add("licensing_usage_license_fives", "issuer, five, license, meter, kind, customer, plan");
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
        Map<List<Long>, Sums> licenseDays = new LinkedHashMap<>();
        ActiveTable.Bits active = new ActiveTable.Bits();
        for (UsageRow row : rows) {
            Sums sums = Sums.of(row);
            Numbers key = new Numbers(row, names);
            days.merge(key.ofDay(), sums, Sums::plus);
            daySums.merge(key.ofDaySum(), sums, Sums::plus);
            licenseDays.merge(key.ofLicense(), sums, Sums::plus);
            if (row.calls() > 0) {
                key.addTo(active);
            }
        }
        session.updateAll(ADD_DAY, rows(days));
        session.updateAll(ADD_DAY_SUM, rows(daySums));
        session.updateAll(ADD_LICENSE_DAY, rows(licenseDays));
        session.updateAll(ADD_LICENSE_FIVE, rows(in(TimeGrain.FIVE, licenseDays)));
        session.updateAll(ADD_MONTH, rows(in(TimeGrain.MONTH, licenseDays)));
        ActiveTable.add(session, active);
    }

    /** Adds up sums by day of longer times. */
    private static Map<List<Long>, Sums> in(TimeGrain grain, Map<List<Long>, Sums> days) {
        Map<List<Long>, Sums> longer = new LinkedHashMap<>();
        days.forEach((day, sums) -> {
            List<Long> key = new ArrayList<>(day);
            key.set(1, grain.of(TimeGrain.DAY.firstHour(day.get(1))));
            longer.merge(key, sums, Sums::plus);
        });
        return longer;
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

        List<Long> ofLicense() {
            return List.of(
                    issuer(),
                    day(),
                    license(),
                    of(row.meter()),
                    kind(),
                    of(row.customer()),
                    of(row.plan().toString()));
        }

        /** Adds the license and the customer of a call. */
        void addTo(ActiveTable.Bits active) {
            List<Long> call = List.of(
                    issuer(),
                    day(),
                    kind(),
                    of(row.meter()),
                    of(row.plan().toString()),
                    of(row.origin().feature()),
                    of(row.origin().endpoint()),
                    status());
            long customer = of(row.customer());
            active.add(ActiveTable.Key.of(call, ActiveTable.LICENSE, license()), license());
            active.add(ActiveTable.Key.of(call, ActiveTable.CUSTOMER, customer), customer);
        }
    }
}
