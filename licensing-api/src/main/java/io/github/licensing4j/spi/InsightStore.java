package io.github.licensing4j.spi;

import io.github.licensing4j.CustomerFigures;
import io.github.licensing4j.InsightGroup;
import io.github.licensing4j.LatencyHistogram;
import io.github.licensing4j.Page;
import io.github.licensing4j.RefusalFigures;
import io.github.licensing4j.RevenueFigures;
import io.github.licensing4j.UsageFigures;
import java.util.List;

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

    /** Returns final invoices whose amounts are not stored yet, in no order. */
    List<FinalInvoice> invoicesToAdd(int max);

    /** Stores the amounts of invoices, each once: those of an invoice that are stored are not stored again. */
    void addRevenue(List<InvoiceRevenue> invoices);

    /**
     * Adds the measurements of a process. The batches of a process are numbered from 1.
     *
     * @return false if this batch was added before; nothing is added then
     */
    boolean add(MeasurementBatch batch);
}
