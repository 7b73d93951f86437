package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightDimension;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import io.github.licensing4j.core.store.Hours;
import io.github.licensing4j.core.store.InsightDimensions;
import io.github.licensing4j.core.store.InsightSpan;
import io.github.licensing4j.spi.FinalInvoice;
import io.github.licensing4j.spi.InsightQuery;
import io.github.licensing4j.spi.InsightStore;
import io.github.licensing4j.spi.InvoiceRevenue;
import io.github.licensing4j.spi.MeasurementBatch;
import io.github.licensing4j.spi.UsageRow;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Adds up figures over time from rows in memory, under the lock of the store. */
final class InMemoryInsights implements InsightStore {
    private final StoreLock lock;
    private final InMemoryUsageLedger usage;
    private final RevenueRows revenue;
    private final MeasurementRows measurements = new MeasurementRows();

    InMemoryInsights(StoreLock lock, InMemoryUsageLedger usage, InMemoryTermsStore terms) {
        this.lock = lock;
        this.usage = usage;
        this.revenue = new RevenueRows(terms);
    }

    @Override
    public Page<InsightGroup<UsageFigures>> usage(InsightQuery query) {
        Set<InsightDimension> keys =
                InsightSearch.keys(query, InsightDimensions.OF_USAGE, Set.of(InsightDimension.METER));
        return lock.locked(() -> {
            InsightSearch<WideSums> search =
                    new InsightSearch<>(query, InsightSpan.ofUsage(query), keys, WideSums::plus);
            eachRow(query, (row, sum) -> search.add(Hours.of(row.hourMillis()), named(row), WideSums.of(sum)));
            return search.page(
                    sums -> new UsageFigures(sums.held().units(), sums.held().calls()),
                    figures -> List.of(figures.units()));
        });
    }

    private void eachRow(InsightQuery query, BiConsumer<UsageRow, Sum> action) {
        usage.rows().forEach((row, sum) -> {
            if (row.license().issuer().equals(query.issuer()) && row.kind() == query.kind()) {
                action.accept(row, sum);
            }
        });
    }

    private static Map<InsightDimension, String> named(UsageRow row) {
        return Map.of(
                InsightDimension.PLAN,
                row.plan().toString(),
                InsightDimension.CUSTOMER,
                row.customer(),
                InsightDimension.LICENSE,
                row.license().value(),
                InsightDimension.METER,
                row.meter(),
                InsightDimension.FEATURE,
                row.origin().feature(),
                InsightDimension.ENDPOINT,
                row.origin().endpoint(),
                InsightDimension.STATUS,
                Integer.toString(row.origin().statusClass()));
    }

    /** Different customers and licenses. */
    private record Active(Set<String> customers, Set<LicenseId> licenses) {
        static Active of(UsageRow row) {
            return new Active(Set.of(row.customer()), Set.of(row.license()));
        }

        Active plus(Active more) {
            Set<String> allCustomers = new HashSet<>(customers);
            allCustomers.addAll(more.customers);
            Set<LicenseId> allLicenses = new HashSet<>(licenses);
            allLicenses.addAll(more.licenses);
            return new Active(allCustomers, allLicenses);
        }
    }

    @Override
    public Page<InsightGroup<CustomerFigures>> customers(InsightQuery query) {
        Set<InsightDimension> keys = InsightSearch.keys(query, InsightDimensions.OF_USAGE, Set.of());
        return lock.locked(() -> {
            InsightSearch<Active> search = new InsightSearch<>(query, InsightSpan.ofUsage(query), keys, Active::plus);
            eachRow(query, (row, sum) -> {
                if (sum.calls() > 0) {
                    search.add(Hours.of(row.hourMillis()), named(row), Active.of(row));
                }
            });
            return search.page(
                    active -> new CustomerFigures(active.customers.size(), active.licenses.size()),
                    figures -> List.of(figures.customers(), figures.licenses()));
        });
    }

    @Override
    public Page<InsightGroup<RevenueFigures>> revenue(InsightQuery query) {
        Set<InsightDimension> keys =
                InsightSearch.keys(query, InsightDimensions.OF_REVENUE, Set.of(InsightDimension.CURRENCY));
        return lock.locked(() -> revenue.find(query, keys));
    }

    @Override
    public Page<InsightGroup<RefusalFigures>> refusals(InsightQuery query) {
        Set<InsightDimension> keys = InsightSearch.keys(query, InsightDimensions.OF_REFUSALS, Set.of());
        return lock.locked(() -> measurements.refusals(query, keys));
    }

    @Override
    public Page<InsightGroup<LatencyHistogram>> latency(InsightQuery query) {
        Set<InsightDimension> keys = InsightSearch.keys(query, InsightDimensions.OF_LATENCY, Set.of());
        return lock.locked(() -> measurements.latency(query, keys));
    }

    @Override
    public List<FinalInvoice> invoicesToAdd(@Nullable FinalInvoice after, int max) {
        return lock.locked(() -> revenue.toAdd(after, max));
    }

    @Override
    public void addRevenue(List<InvoiceRevenue> invoices) {
        lock.locked(() -> {
            invoices.forEach(revenue::add);
            return true;
        });
    }

    @Override
    public boolean add(MeasurementBatch batch) {
        return lock.locked(() -> measurements.add(batch));
    }

    @Override
    public Optional<Instant> firstUsage(String issuer) {
        return lock.locked(() -> usage.rows().keySet().stream()
                .filter(row -> row.license().issuer().equals(issuer))
                .map(row -> Instant.ofEpochMilli(row.hourMillis()))
                .min(Instant::compareTo));
    }

    /** Combines nothing: {@link UsageCompaction} limits the size of usage in memory. */
    @Override
    public int combineHours(String issuer, Instant day, Instant now, int max) {
        return 0;
    }

    @Override
    public int removeMeasurements(Instant hoursBefore, @Nullable Instant daysBefore) {
        return lock.locked(() -> measurements.remove(hoursBefore, daysBefore));
    }
}
