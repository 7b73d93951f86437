package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.UsageLedger.Balance;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up what a ledger holds in each way that something goes by. One statement, so that all of it is of one instant. */
final class BalanceSelect {
    private static final String NAMES = " g join licensing_names i on i.id = g.issuer"
            + " join licensing_names l on l.id = g.license join licensing_names m on m.id = g.meter";
    private static final String ROWS = "select i.name as issuer, l.name as license, m.name as meter, g.journaled,"
            + " 0 as corrected, 0 as added, g.billed, 0 as exported, 0 as counted from (select issuer, license, meter,"
            + " sum(case when source = 0 then 0 else units end) as journaled, sum(units) as billed from licensing_usage"
            + " where kind = 0 group by issuer, license, meter)" + NAMES;
    private static final String CORRECTIONS = "select issuer, license, meter, 0, sum(units),"
            + " sum(case when units > 0 then units else 0 end), 0, 0, 0 from licensing_corrections"
            + " group by issuer, license, meter";
    private static final String TOTALS = "select i.name, l.name, m.name, 0, 0, 0, 0, g.units, 0 from"
            + " (select issuer, license, meter, sum(units) as units from licensing_usage_totals"
            + " group by issuer, license, meter)" + NAMES;
    /** Counters of customers are of no license. */
    private static final String COUNTERS = "select i.name, l.name, m.name, 0, 0, 0, 0, 0, g.units from"
            + " (select issuer, license, meter, max(units) as units from (select issuer, license, meter, limit_name, per,"
            + " scope, sum(used) as units from licensing_counters where license <> 0 and kind ="
            + " (select id from licensing_names where handle = 'QUOTA')"
            + " group by issuer, license, meter, limit_name, per, scope) c group by issuer, license, meter)" + NAMES;

    static final String ALL = "select issuer, license, meter, sum(journaled), sum(corrected), sum(added), sum(billed),"
            + " sum(exported), sum(counted) from (" + ROWS + " union all " + CORRECTIONS + " union all " + TOTALS
            + " union all " + COUNTERS + ") b";
    private static final String AFTER = " where (issuer, license, meter) > (?, ?, ?)";
    private static final String IN_ORDER = " group by issuer, license, meter order by issuer, license, meter limit ?";

    private BalanceSelect() {}

    static Page<Balance> page(Session session, @Nullable String cursor, int max) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        if (cursor != null) {
            arguments.addAll(PageKey.read(cursor, 3));
        }
        arguments.add(max + 1L);
        List<Balance> found = session.all(
                ALL + (cursor == null ? "" : AFTER) + IN_ORDER, BalanceSelect::balance, arguments.toArray());
        return JdbcExportLog.page(found, max, Balance::license, Balance::meter);
    }

    private static Balance balance(Row row) throws SQLException {
        return new Balance(
                new LicenseId(row.text(), row.text()),
                row.text(),
                row.number(),
                row.number(),
                row.number(),
                row.number(),
                row.number(),
                row.number());
    }
}
