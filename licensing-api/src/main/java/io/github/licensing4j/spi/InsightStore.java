package io.github.licensing4j.spi;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds up figures over time. Those of usage are always equal to the rows of the {@link UsageLedger} of the same store. Safe for use by
 * many threads; every method may throw {@link StoreException}, and {@link IllegalArgumentException} for a cursor that it did not
 * create, and for a dimension that its figures do not have.
 */
public interface InsightStore {
    /** Returns usage, grouped by meter and the keys of a query. */
    Page<InsightGroup<UsageFigures>> usage(InsightQuery query);

    /** Returns the number of customers and licenses with calls. The keys contain neither customer nor license. */
    Page<InsightGroup<CustomerFigures>> customers(InsightQuery query);

    /** Returns the amounts that {@link #addRevenue} has stored, by the end of their billing periods. */
    Page<InsightGroup<RevenueFigures>> revenue(InsightQuery query);

    /** Returns refused calls. */
    Page<InsightGroup<RefusalFigures>> refusals(InsightQuery query);

    /** Returns the time that calls took, of all issuers. */
    Page<InsightGroup<LatencyHistogram>> latency(InsightQuery query);

    /**
     * Returns final invoices whose amounts are not stored yet, in an order that does not change.
     *
     * @param after the last one of the previous page, null for the first page
     */
    List<FinalInvoice> invoicesToAdd(@Nullable FinalInvoice after, int max);

    /** Stores the amounts of invoices, each once: those of an invoice that are stored are not stored again. */
    void addRevenue(List<InvoiceRevenue> invoices);

    /**
     * Adds the measurements of a process. The batches of a process are numbered from 1.
     *
     * @return false if this batch was added before; nothing is added then
     */
    boolean add(MeasurementBatch batch);

    /** Returns the first hour with usage of an issuer. */
    Optional<Instant> firstUsage(String issuer);

    /**
     * Adds the hours of a UTC day to its first hour, for some licenses whose usage of that day is in other hours too. No sum of a day
     * changes, nor does anything that is billed or exported. A license is left out while one of its quotas is in a period that began
     * on that day: a counter may still be loaded from the hours of the period.
     *
     * @param day the first instant of the day
     * @param now the present instant
     * @param max the largest number of licenses
     * @return the number of licenses, 0 if there are no more
     */
    int combineHours(String issuer, Instant day, Instant now, int max);

    /**
     * Removes the refusals and latencies of some hours and days, those of the oldest first.
     *
     * @param hoursBefore the first hour whose refusals and latencies are kept by the hour
     * @param daysBefore the first day whose refusals and latencies are kept by the day, null to keep all
     * @return the number of hours and days, 0 if there are no more
     */
    int removeMeasurements(Instant hoursBefore, @Nullable Instant daysBefore);
}
