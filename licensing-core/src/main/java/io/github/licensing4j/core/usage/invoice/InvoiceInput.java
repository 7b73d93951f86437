package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.admin.UsageAdmin.GrantView;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.UsageCorrection;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What an invoice is made of.
 *
 * @param license the license
 * @param past what it was before, oldest first
 * @param catalogs the prices and amounts of each instant
 * @param at an instant of the billing period that is asked for
 * @param counters what the ledger has counted for the license, each counter and window once, from {@link
 *     Invoicing#countersFrom} on; those that ended before do no harm
 * @param grants prepaid units of the license, with what is consumed of them
 * @param corrections corrections of its usage
 * @param scales how many decimal places a meter has
 * @param closed the final invoices before it; where there are any, counters are of their periods too
 */
public record InvoiceInput(
        LicenseRecord license,
        List<LicenseRevision> past,
        CatalogTimeline catalogs,
        Instant at,
        List<CounterIncrement> counters,
        List<GrantView> grants,
        List<UsageCorrection> corrections,
        ToIntFunction<String> scales,
        ClosedBills closed) {
    public InvoiceInput {
        past = List.copyOf(past);
        counters = List.copyOf(counters);
        grants = List.copyOf(grants);
        corrections = List.copyOf(corrections);
    }

    /** Before any invoice was final. */
    public InvoiceInput(
            LicenseRecord license,
            List<LicenseRevision> past,
            CatalogTimeline catalogs,
            Instant at,
            List<CounterIncrement> counters,
            List<GrantView> grants,
            List<UsageCorrection> corrections,
            ToIntFunction<String> scales) {
        this(license, past, catalogs, at, counters, grants, corrections, scales, ClosedBills.none());
    }
}
