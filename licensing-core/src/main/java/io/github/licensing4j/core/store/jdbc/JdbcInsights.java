package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.core.store.InsightDimensions;
import io.github.licensing4j.core.store.InsightSpan;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.InvoiceRevenue;
import io.github.licensing4j.spi.MeasurementBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up figures over time from the tables of days, months and hours. */
final class JdbcInsights implements InsightStore {
    private final Database database;

    JdbcInsights(Database database) {
        this.database = database;
    }

    @Override
    public Page<InsightGroup<UsageFigures>> usage(InsightQuery query) {
        InsightColumns.check(query, InsightDimensions.OF_USAGE);
        GroupSelect<UsageFigures> select = new GroupSelect<>(
                query,
                InsightColumns.usage(query.kind()),
                UsageParts.of(query, Set.of()),
                Set.of(InsightDimension.METER));
        return database.read("add up usage", session -> select.run(session, true));
    }

    @Override
    public Page<InsightGroup<CustomerFigures>> customers(InsightQuery query) {
        InsightColumns.check(query, InsightDimensions.OF_USAGE);
        if (UsageParts.areActive(query)) {
            ActiveSelect active = new ActiveSelect(query);
            return database.read("count customers", active::run);
        }
        GroupSelect<CustomerFigures> select = new GroupSelect<>(
                query,
                InsightColumns.customers(query.kind()),
                UsageParts.of(query, Set.of(InsightDimension.CUSTOMER)),
                Set.of());
        return database.read("count customers", session -> select.run(session, true));
    }

    @Override
    public Page<InsightGroup<RevenueFigures>> revenue(InsightQuery query) {
        InsightColumns.check(query, InsightDimensions.OF_REVENUE);
        GroupSelect<RevenueFigures> select = new GroupSelect<>(
                query,
                InsightColumns.revenue(),
                GroupStage.of(TablePart.of("licensing_revenue", TimeGrain.DAY, InsightSpan.ofMeasurements(query))),
                Set.of(InsightDimension.CURRENCY));
        return database.read("add up revenue", session -> select.run(session, true));
    }

    @Override
    public Page<InsightGroup<RefusalFigures>> refusals(InsightQuery query) {
        InsightColumns.check(query, InsightDimensions.OF_REFUSALS);
        GroupSelect<RefusalFigures> select = new GroupSelect<>(
                query, InsightColumns.refusals(), GroupStage.of(measured(query, "licensing_refusal")), Set.of());
        return database.read("add up refusals", session -> select.run(session, true));
    }

    @Override
    public Page<InsightGroup<LatencyHistogram>> latency(InsightQuery query) {
        InsightColumns.check(query, InsightDimensions.OF_LATENCY);
        GroupSelect<LatencyHistogram> select = new GroupSelect<>(
                query, InsightColumns.latency(), GroupStage.of(measured(query, "licensing_latency")), Set.of());
        return database.read("add up latencies", session -> select.run(session, false));
    }

    /** Returns hours only where hours are wanted, because those of earlier days are removed first. */
    private static TablePart measured(InsightQuery query, String table) {
        return query.range().step() == InsightStep.HOUR
                ? TablePart.of(table + "_hours", TimeGrain.HOUR, InsightSpan.ofMeasurements(query))
                : TablePart.of(table + "_days", TimeGrain.DAY, InsightSpan.ofMeasurements(query));
    }

    @Override
    public List<FinalInvoice> invoicesToAdd(@Nullable FinalInvoice after, int max) {
        return database.read("list new invoices", session -> RevenueTable.invoicesToAdd(session, after, max));
    }

    @Override
    public void addRevenue(List<InvoiceRevenue> invoices) {
        boolean unused = database.write("store the amounts of invoices", session -> {
            RevenueTable.add(session, invoices);
            return true;
        });
    }

    @Override
    public boolean add(MeasurementBatch batch) {
        return database.write("store refusals and latencies", session -> {
            LedgerSequences counts = LedgerSequences.locked(session, database.forUpdate());
            return MeasurementTable.add(session, batch, counts);
        });
    }

    @Override
    public Optional<Instant> firstUsage(String issuer) {
        return database.read("look for the first usage", session -> HourTable.first(session, issuer));
    }

    @Override
    public int combineHours(String issuer, Instant day, Instant now, int max) {
        return database.write("combine hours of usage", session -> {
            LedgerSequences.locked(session, database.forUpdate());
            return new HourTable(session, day).combine(issuer, now, max);
        });
    }

    @Override
    public int removeMeasurements(Instant hoursBefore, @Nullable Instant daysBefore) {
        return database.write(
                "remove old refusals and latencies",
                session -> MeasurementTable.remove(session, hoursBefore, daysBefore));
    }
}
