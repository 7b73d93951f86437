package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.UsageLedger.Balance;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the ledger in each way that {@code Balance} compares. Uses one statement, so that all numbers are of the same
 * instant.
 */
final class BalanceSelect {
    private static final int WAYS = 6;
    private static final String NAMES = " g join licensing_names i on i.id = g.issuer"
            + " join licensing_names l on l.id = g.license join licensing_names m on m.id = g.meter";
    private static final String ROWS = "select i.name as issuer, l.name as license, m.name as meter, "
            + WideColumns.both("journaled") + ", 0 as corrected_hi, 0 as corrected_lo, 0 as added_hi, 0 as added_lo, "
            + WideColumns.both("billed") + ", 0 as exported_hi, 0 as exported_lo, 0 as counted_hi, 0 as counted_lo"
            + " from (select issuer, license, meter, "
            + WideColumns.sum("case when source = 0 then 0 else units end", "journaled") + ", "
            + WideColumns.sum("units", "billed")
            + " from licensing_usage where kind = 0 group by issuer, license, meter)" + NAMES;
    private static final String CORRECTIONS = "select issuer, license, meter, 0, 0, "
            + WideColumns.sum("units", "corrected") + ", "
            + WideColumns.sum("case when units > 0 then units else 0 end", "added")
            + ", 0, 0, 0, 0, 0, 0 from licensing_corrections group by issuer, license, meter";
    private static final String TOTALS = "select i.name, l.name, m.name, 0, 0, 0, 0, 0, 0, 0, 0, "
            + WideColumns.both("g.units") + ", 0, 0 from (select issuer, license, meter, "
            + WideColumns.sum("units", "units") + " from licensing_usage_totals group by issuer, license, meter)"
            + NAMES;
    /** Counters of customers belong to no license. */
    private static final String COUNTED = "select issuer, license, meter, " + WideColumns.sum("used - earlier", "units")
            + " from licensing_counters where license <> 0 and kind = (select id from licensing_names where handle ="
            + " 'QUOTA') group by issuer, license, meter, limit_name, per, scope";
    /** Finds the limit of each meter that counted most, after the lower half is carried into the upper. */
    private static final String MOST = "select issuer, license, meter, " + WideColumns.both("units")
            + ", row_number() over (partition by issuer, license, meter order by"
            + " units_hi + (cast(units_lo as bigint) >> 32) desc, cast(units_lo as bigint) & 4294967295 desc) as place"
            + " from (" + COUNTED + ") c";

    private static final String COUNTERS = "select i.name, l.name, m.name, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
            + WideColumns.both("g.units") + " from (" + MOST + ")" + NAMES + " where g.place = 1";

    static final String ALL = "select issuer, license, meter, "
            + Stream.of("journaled", "corrected", "added", "billed", "exported", "counted")
                    .map(way -> "sum(" + WideColumns.high(way) + "), sum(" + WideColumns.low(way) + ")")
                    .collect(Collectors.joining(", "))
            + " from (" + ROWS + " union all " + CORRECTIONS + " union all " + TOTALS + " union all " + COUNTERS
            + ") b";
    private static final String AFTER = " where (issuer, license, meter) > (?, ?, ?)";
    private static final String IN_ORDER = " group by issuer, license, meter order by issuer, license, meter limit ?";

    private BalanceSelect() {}

    static Page<Balance> page(Session session, @Nullable String cursor, int max) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        if (cursor != null) {
            arguments.addAll(PageKey.read(cursor, 3));
        }
        arguments.add(max + 1L);
        List<Wide> found = session.all(ALL + (cursor == null ? "" : AFTER) + IN_ORDER, Wide::read, arguments.toArray());
        return JdbcExportLog.page(found.stream().map(Wide::balance).toList(), max, Balance::license, Balance::meter);
    }

    /** A balance whose sums are checked against the ledger's range once all of it is read. */
    private record Wide(LicenseId license, String meter, List<WideSum> sums) {
        static Wide read(Row row) throws SQLException {
            LicenseId license = new LicenseId(row.text(), row.text());
            String meter = row.text();
            List<WideSum> sums = new ArrayList<>();
            for (int i = 0; i < WAYS; i++) {
                sums.add(row.sum());
            }
            return new Wide(license, meter, sums);
        }

        Balance balance() {
            long[] units = sums.stream().mapToLong(WideSum::units).toArray();
            return new Balance(license, meter, units[0], units[1], units[2], units[3], units[4], units[5]);
        }
    }
}
