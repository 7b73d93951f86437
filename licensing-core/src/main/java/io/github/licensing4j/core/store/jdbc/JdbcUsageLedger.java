package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.core.store.WideSum;
import io.github.licensing4j.spi.CountedMeter;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.EndedCountersQuery;
import io.github.licensing4j.spi.ExportLog;
import io.github.licensing4j.spi.LedgerTransaction;
import io.github.licensing4j.spi.LimitCounter;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import io.github.licensing4j.spi.UsageSource;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores the usage ledger in a database. The batches of all nodes are added one after another. */
final class JdbcUsageLedger implements UsageLedger {
    static final String TOTALS = "select i.name, l.name, m.name, " + WideColumns.both("g.units") + ", "
            + WideColumns.both("g.calls") + " from (select issuer, license, meter, " + WideColumns.sum("units", "units")
            + ", " + WideColumns.sum("calls", "calls") + " from licensing_usage where kind = 0 and source ="
            + " (select id from licensing_usage_sources where node = ? and epoch = ?) group by issuer, license, meter) g"
            + " join licensing_names i on i.id = g.issuer join licensing_names l on l.id = g.license"
            + " join licensing_names m on m.id = g.meter";
    private static final String AFTER = " where (i.name, l.name, m.name) > (?, ?, ?)";
    private static final String IN_ORDER = " order by i.name, l.name, m.name limit ?";

    private final Database database;
    private final JdbcExportLog exports;

    JdbcUsageLedger(Database database) {
        this.database = database;
        this.exports = new JdbcExportLog(database);
    }

    @Override
    public long position(UsageSource source) {
        return database.read("read the position of a source", session -> SourceTable.position(session, source));
    }

    @Override
    public List<UsageSource> sources(String node) {
        return database.read("list sources of usage", session -> SourceTable.ofNode(session, node));
    }

    @Override
    public long lastJournal(String node) {
        return database.read("look for the last journal", session -> SourceTable.lastJournal(session, node));
    }

    @Override
    public void noteJournal(UsageSource start) {
        boolean unused = database.write("note a journal", session -> {
            SourceTable.noteJournal(session, start);
            return true;
        });
    }

    @Override
    public void noteCompleteJournal(UsageSource start) {
        boolean unused = database.write("note a complete journal", session -> {
            SourceTable.noteCompleteJournal(session, start);
            return true;
        });
    }

    @Override
    public boolean isJournalComplete(UsageSource start) {
        return database.read("look for a journal", session -> SourceTable.isJournalComplete(session, start));
    }

    @Override
    public <T> T write(Function<LedgerTransaction, T> work) {
        return database.write("add usage", session -> new JdbcTransaction(session, database).run(work));
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        CounterIncrement zero = CounterIncrement.of(license, counter, window, 0);
        return database.lookUp("look up a counter", session -> CounterTable.counted(session, zero));
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window, CounterStart start) {
        CounterIncrement zero = CounterIncrement.of(license, counter, window, 0);
        return database.write(
                "count usage before a counter started",
                session -> new EarlierUse(session, license, start).counted(zero, database.forUpdate()));
    }

    @Override
    public List<CounterIncrement> counters(LicenseId license, Instant endingAfter) {
        return database.read("look up counters", session -> CounterTable.ofLicense(session, license, endingAfter));
    }

    @Override
    public List<CounterIncrement> customerCounters(String issuer, String customer, Instant endingAfter) {
        return database.read(
                "look up counters", session -> CounterTable.ofCustomer(session, issuer, customer, endingAfter));
    }

    @Override
    public Page<CounterIncrement> ended(EndedCountersQuery query) {
        List<Long> from = CounterTable.startOf(query);
        return database.read("look for ended periods", session -> CounterTable.ended(session, query, from));
    }

    @Override
    public Page<UsageTotal> usage(UsageQuery query) {
        UsageSelect select = new UsageSelect(query);
        return database.read("add up usage", select::run);
    }

    @Override
    public Page<SourceTotal> totals(UsageSource source, @Nullable String cursor, int max) {
        List<Object> arguments = new ArrayList<>(List.of(source.node(), source.epoch()));
        if (cursor != null) {
            arguments.addAll(PageKey.read(cursor, 3));
        }
        arguments.add(max + 1L);
        String sql = TOTALS + (cursor == null ? "" : AFTER) + IN_ORDER;
        List<WideTotal> found =
                database.read("add up a source", session -> session.all(sql, WideTotal::read, arguments.toArray()));
        return JdbcExportLog.page(
                found.stream().map(WideTotal::total).toList(), max, SourceTotal::license, SourceTotal::meter);
    }

    private record WideTotal(LicenseId license, String meter, WideSum units, WideSum calls) {
        static WideTotal read(Row row) throws SQLException {
            return new WideTotal(new LicenseId(row.text(), row.text()), row.text(), row.sum(), row.sum());
        }

        SourceTotal total() {
            return new SourceTotal(license, meter, units.units(), calls.units());
        }
    }

    @Override
    public Page<Balance> balances(@Nullable String cursor, int max) {
        return database.read("add up balances", session -> BalanceSelect.page(session, cursor, max));
    }

    @Override
    public long corrected() {
        return database.lookUp("count corrections", LedgerSequences::corrected);
    }

    @Override
    public List<UsageCorrection> correctedAfter(long after, int max) {
        return database.lookUp("read corrections", session -> CorrectionTable.after(session, after, max));
    }

    @Override
    public Page<UsageCorrection> corrections(LicenseId license, @Nullable String cursor, int max) {
        return database.read("list corrections", session -> CorrectionTable.ofLicense(session, license, cursor, max));
    }

    @Override
    public List<CountedMeter> meters() {
        return database.read("list its meters", session -> MeterTable.all(session, !database.isOfThisProcess()));
    }

    @Override
    public void declare(Collection<Meter> meters) {
        boolean unused = database.write("store the units of meters", session -> {
            MeterTable.declare(session, meters, !database.isOfThisProcess(), database.forUpdate());
            return true;
        });
    }

    @Override
    public List<LimitCounter> limitCounters() {
        return database.read("list the counters of limits", LimitCounterTable::all);
    }

    @Override
    public void keep(Collection<LimitCounter> counters) {
        boolean unused = database.write("store the counters of limits", session -> {
            LimitCounterTable.keep(session, counters);
            return true;
        });
    }

    @Override
    public ExportLog exports() {
        return exports;
    }
}
