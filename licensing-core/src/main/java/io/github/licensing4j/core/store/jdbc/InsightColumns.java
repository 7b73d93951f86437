package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.store.jdbc.FigureColumns.Names;
import io.github.licensing4j.core.store.jdbc.FigureColumns.Sum;
import io.github.licensing4j.spi.InsightQuery;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The columns of each kind of figures. */
final class InsightColumns {
    private InsightColumns() {}

    /** @throws IllegalArgumentException if a query names other dimensions than these */
    static void check(InsightQuery query, Set<InsightDimension> known) {
        Set<InsightDimension> used =
                FigureColumns.used(query.by(), query.where().keySet());
        used.removeAll(known);
        if (!used.isEmpty()) {
            throw new IllegalArgumentException("these figures have " + known + ", not " + used);
        }
    }

    static FigureColumns<UsageFigures> usage(UsageKind kind) {
        return new FigureColumns<>(
                grain -> grain == TimeGrain.HOUR
                        ? WideColumns.halves("units") + ", " + WideColumns.halves("calls")
                        : WideColumns.both("units") + ", " + WideColumns.both("calls"),
                List.of(),
                List.of(high("units"), low("units"), high("calls"), low("calls")),
                List.of("-g.units_hi", "-g.units_lo"),
                grain -> " and kind = " + UsageTable.number(kind),
                Names.NUMBERS,
                (row, keys) -> new UsageFigures(row.sum().units(), row.sum().units()));
    }

    /** Carries the lower half into the upper, so that sums are sorted by both. */
    private static Sum high(String name) {
        return new Sum(
                "cast(sum(" + name + "_hi) as bigint) + (cast(sum(" + name + "_lo) as bigint) >> 32)", name + "_hi");
    }

    private static Sum low(String name) {
        return new Sum("cast(sum(" + name + "_lo) as bigint) & 4294967295", name + "_lo");
    }

    static FigureColumns<CustomerFigures> customers(UsageKind kind) {
        return new FigureColumns<>(
                grain -> "customer as of_customer, license as of_license",
                List.of("customer", "license"),
                List.of(
                        new Sum("count(distinct of_customer)", "customers"),
                        new Sum("count(distinct of_license)", "licenses")),
                List.of("-g.customers", "-g.licenses"),
                grain -> " and kind = " + UsageTable.number(kind)
                        + (grain == TimeGrain.HOUR ? " and calls > 0" : " and (calls_hi > 0 or calls_lo > 0)"),
                Names.NUMBERS,
                (row, keys) -> new CustomerFigures(row.number(), row.number()));
    }

    static FigureColumns<RevenueFigures> revenue() {
        return new FigureColumns<>(
                grain -> "sum(amount) as amount",
                List.of("subject", "to_at"),
                List.of(new Sum("cast(sum(amount) as bigint)", "amount"), new Sum("count(*)", "invoices")),
                List.of("-g.amount"),
                grain -> "",
                Names.TEXTS,
                (row, keys) -> new RevenueFigures(
                        amount(row.number(), Objects.requireNonNull(keys.get(InsightDimension.CURRENCY))),
                        row.number()));
    }

    private static BigDecimal amount(long minor, String currency) {
        int digits = currency.isEmpty() ? 0 : Currency.getInstance(currency).getDefaultFractionDigits();
        return BigDecimal.valueOf(minor, Math.max(0, digits));
    }

    static FigureColumns<RefusalFigures> refusals() {
        return new FigureColumns<>(
                grain -> "case when observed = 0 then calls else 0 end as refused,"
                        + " case when observed = 1 then calls else 0 end as passed",
                List.of(),
                List.of(sum("refused"), sum("passed")),
                List.of("-(g.refused + g.passed)"),
                grain -> "",
                Names.NUMBERS,
                (row, keys) -> new RefusalFigures(row.number(), row.number()));
    }

    private static Sum sum(String name) {
        return new Sum("cast(sum(" + name + ") as bigint)", name);
    }

    static FigureColumns<LatencyHistogram> latency() {
        List<Sum> ofGroup = new ArrayList<>();
        for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
            ofGroup.add(new Sum(
                    "cast(sum(case when bucket = " + bucket + " then calls else 0 end) as bigint)", "b" + bucket));
        }
        ofGroup.add(sum("millis"));
        return new FigureColumns<>(
                grain -> "bucket, calls, millis",
                List.of(),
                ofGroup,
                List.of("-g.millis"),
                grain -> "",
                Names.NUMBERS,
                (row, keys) -> histogram(row));
    }

    private static LatencyHistogram histogram(Row row) throws SQLException {
        List<Long> counts = new ArrayList<>(LatencyHistogram.BUCKETS);
        for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
            counts.add(row.number());
        }
        return new LatencyHistogram(counts, row.number());
    }
}
