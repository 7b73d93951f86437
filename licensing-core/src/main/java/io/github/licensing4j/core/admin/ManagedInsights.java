package io.github.licensing4j.core.admin;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.InsightStep;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.admin.InsightFilter;
import io.github.licensing4j.admin.Insights;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.core.insight.CallMeasurements;
import io.github.licensing4j.core.insight.InvoiceAmounts;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightStore;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Implements figures over time. Usage, measurements and final invoices are written to the store before a first page is read, so that it
 * is up to date.
 */
final class ManagedInsights implements Insights {
    private static final Set<InsightDimension> OF_USAGE =
            EnumSet.complementOf(EnumSet.of(InsightDimension.CODE, InsightDimension.CURRENCY));
    private static final Set<InsightDimension> OF_CUSTOMERS = EnumSet.of(
            InsightDimension.PLAN,
            InsightDimension.METER,
            InsightDimension.FEATURE,
            InsightDimension.ENDPOINT,
            InsightDimension.STATUS);
    private static final Set<InsightDimension> OF_REVENUE =
            EnumSet.of(InsightDimension.PLAN, InsightDimension.CUSTOMER, InsightDimension.CURRENCY);
    private static final Set<InsightDimension> OF_REFUSALS = EnumSet.of(
            InsightDimension.PLAN,
            InsightDimension.CUSTOMER,
            InsightDimension.LICENSE,
            InsightDimension.ENDPOINT,
            InsightDimension.CODE);
    private static final Set<InsightDimension> OF_LATENCY = EnumSet.of(InsightDimension.ENDPOINT);

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final InsightStore store;
    private final Meters meters;
    private final InsightRanges ranges;
    private final Usage usage;
    private final CallMeasurements measurements;
    private final InvoiceAmounts invoices;

    ManagedInsights(String issuer, UsageChangeParts changeParts, UsageParts usageParts, InsightParts parts) {
        this.issuer = issuer;
        this.adminTransactions = changeParts.adminTransactions();
        this.store = parts.store();
        this.meters = changeParts.meters();
        this.ranges = new InsightRanges(new UsagePeriods(issuer, changeParts, usageParts));
        this.usage = usageParts.usage();
        this.measurements = parts.measurements();
        this.invoices = new InvoiceAmounts(store);
    }

    /** Adds the amounts of new final invoices to the figures of revenue. */
    void addRevenue() {
        invoices.addAll();
    }

    @Override
    public Page<InsightGroup<UsageFigures>> usage(InsightFilter filter) {
        InsightQuery query = query(filter, OF_USAGE, OF_USAGE);
        Page<InsightGroup<UsageFigures>> page = page(filter, usage::flush, () -> store.usage(query));
        // Another node may have counted in meters that this one has not read about.
        meters.learn(page.items().stream()
                .map(group -> group.keys().getOrDefault(InsightDimension.METER, ""))
                .distinct()
                .toList());
        return page;
    }

    @Override
    public Page<InsightGroup<CustomerFigures>> customers(InsightFilter filter) {
        InsightQuery query = query(filter, OF_CUSTOMERS, OF_USAGE);
        return page(filter, usage::flush, () -> store.customers(query));
    }

    @Override
    public Page<InsightGroup<RevenueFigures>> revenue(InsightFilter filter) {
        if (filter.step() == InsightStep.HOUR || filter.step() == InsightStep.DAY) {
            throw new InvalidFieldException("step", "expected range or period, as invoices are of billing periods");
        }
        InsightQuery query = query(filter, OF_REVENUE, OF_REVENUE);
        return page(filter, invoices::addAll, () -> store.revenue(query));
    }

    @Override
    public long unreadableInvoices() {
        return invoices.unreadable();
    }

    @Override
    public Page<InsightGroup<RefusalFigures>> refusals(InsightFilter filter) {
        InsightQuery query = query(filter, OF_REFUSALS, OF_REFUSALS);
        return page(filter, measurements::store, () -> store.refusals(query));
    }

    @Override
    public Page<InsightGroup<LatencyHistogram>> latency(InsightFilter filter) {
        InsightQuery query = query(filter, OF_LATENCY, OF_LATENCY);
        return page(filter, measurements::store, () -> store.latency(query));
    }

    private InsightQuery query(InsightFilter filter, Set<InsightDimension> by, Set<InsightDimension> where) {
        UsageQuestions.checkPage(filter.max());
        check("by", filter.by(), by);
        check("where", filter.where().keySet(), where);
        String meter = filter.where().get(InsightDimension.METER);
        if (meter != null) {
            meters.known(meter);
        }
        String plan = filter.where().get(InsightDimension.PLAN);
        if (plan != null) {
            checkPlan(plan);
        }
        String status = filter.where().get(InsightDimension.STATUS);
        if (status != null && !status.matches("[0-9]")) {
            throw new InvalidFieldException("status", "expected the first digit of a status, such as 2");
        }
        return new InsightQuery(
                filter.issuer() == null ? issuer : filter.issuer(),
                filter.where(),
                ranges.of(filter, adminTransactions.now()),
                filter.by(),
                filter.kind(),
                filter.order(),
                filter.cursor(),
                filter.max());
    }

    private static void checkPlan(String plan) {
        try {
            PlanId unused = PlanId.parse(plan);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException("plan", "expected a plan version such as pro@1");
        }
    }

    private static void check(String field, Set<InsightDimension> given, Set<InsightDimension> known) {
        for (InsightDimension one : given) {
            if (!known.contains(one)) {
                throw new InvalidFieldException(
                        field,
                        "expected some of "
                                + new TreeSet<>(known)
                                        .stream().map(InsightDimension::text).collect(Collectors.joining(", "))
                                + ", got "
                                + one.text());
            }
        }
    }

    private static <T> T page(InsightFilter filter, Runnable upToDate, Supplier<T> read) {
        if (filter.cursor() == null) {
            // Later pages continue from the first, and need not wait.
            upToDate.run();
        }
        return UsageQuestions.page(filter.cursor(), filter.max(), read);
    }
}
