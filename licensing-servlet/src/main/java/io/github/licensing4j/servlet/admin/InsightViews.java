package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightCustomersRowJson;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightKeys;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightLatencyRowJson;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightRefusalsRowJson;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightRevenueRowJson;
import io.github.licensing4j.servlet.admin.InsightResponses.InsightUsageRowJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Converts figures over time to response bodies. */
final class InsightViews {
    private static final double MEDIAN = 0.5;
    private static final double P95 = 0.95;
    private static final double P99 = 0.99;

    private InsightViews() {}

    private static InsightKeys keys(InsightGroup<?> group) {
        return new InsightKeys(
                group.from(),
                group.keys().get(InsightDimension.PLAN),
                group.keys().get(InsightDimension.CUSTOMER),
                group.keys().get(InsightDimension.LICENSE),
                group.keys().get(InsightDimension.FEATURE),
                group.keys().get(InsightDimension.ENDPOINT),
                group.keys().get(InsightDimension.STATUS));
    }

    static InsightUsageRowJson usage(InsightGroup<UsageFigures> group, CatalogSummary catalog) {
        String meter = group.keys().getOrDefault(InsightDimension.METER, "");
        BigDecimal units = catalog.units(meter, group.figures().units());
        return new InsightUsageRowJson(
                keys(group),
                meter,
                units,
                // The scale of the meter is unknown.
                units == null ? group.figures().units() : null,
                group.figures().calls());
    }

    static InsightCustomersRowJson customers(InsightGroup<CustomerFigures> group) {
        return new InsightCustomersRowJson(
                keys(group),
                group.keys().get(InsightDimension.METER),
                group.figures().customers(),
                group.figures().licenses());
    }

    static InsightRevenueRowJson revenue(InsightGroup<RevenueFigures> group) {
        String currency = group.keys().getOrDefault(InsightDimension.CURRENCY, "");
        return new InsightRevenueRowJson(
                keys(group),
                currency.isEmpty() ? null : currency,
                group.figures().amount(),
                group.figures().invoices());
    }

    static InsightRefusalsRowJson refusals(InsightGroup<RefusalFigures> group) {
        return new InsightRefusalsRowJson(
                keys(group),
                code(group.keys().get(InsightDimension.CODE)),
                group.figures().refused(),
                group.figures().observed());
    }

    /** Returns the code of a text; null for none, and for one of another version. */
    private static @Nullable RefusalCode code(@Nullable String text) {
        return Arrays.stream(RefusalCode.values())
                .filter(code -> code.text().equals(text))
                .findFirst()
                .orElse(null);
    }

    static InsightLatencyRowJson latency(InsightGroup<LatencyHistogram> group) {
        LatencyHistogram histogram = group.figures();
        return new InsightLatencyRowJson(
                keys(group),
                histogram.calls(),
                BigDecimal.valueOf(histogram.mean()).setScale(1, RoundingMode.HALF_EVEN),
                histogram.percentile(MEDIAN),
                histogram.percentile(P95),
                histogram.percentile(P99));
    }
}
