package io.github.licensing4j.core.admin;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.admin.Insights;
import java.util.List;

/** The figures of a store that has none. */
final class NoInsights implements Insights {
    @Override
    public Page<InsightGroup<UsageFigures>> usage(InsightFilter filter) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<InsightGroup<CustomerFigures>> customers(InsightFilter filter) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<InsightGroup<RevenueFigures>> revenue(InsightFilter filter) {
        return new Page<>(List.of(), null);
    }

    @Override
    public long unreadableInvoices() {
        return 0;
    }

    @Override
    public Page<InsightGroup<RefusalFigures>> refusals(InsightFilter filter) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Page<InsightGroup<LatencyHistogram>> latency(InsightFilter filter) {
        return new Page<>(List.of(), null);
    }
}
