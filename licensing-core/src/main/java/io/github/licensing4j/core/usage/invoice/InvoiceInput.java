package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.UsageCorrection;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The input of an invoice.
 *
 * @param license the license
 * @param past its former revisions, oldest first
 * @param catalogs the prices and amounts of each instant
 * @param at an instant of the requested billing period
 * @param counters the license's counters in the ledger, each counter and window once, from {@link
 *     BillingPeriods#countersFrom} on; earlier ones are ignored
 * @param grants prepaid units of the license, with their consumption
 * @param corrections corrections of its usage
 * @param scales the decimal places of a meter
 * @param seats who held its seats in the requested period
 * @param closed the final invoices before it; if there are any, the counters of their periods are included
 */
public record InvoiceInput(
        LicenseRecord license,
        List<LicenseRevision> past,
        CatalogTimeline catalogs,
        Instant at,
        List<CounterIncrement> counters,
        List<GrantedCredits> grants,
        List<UsageCorrection> corrections,
        ToIntFunction<String> scales,
        HeldSeats seats,
        ClosedBills closed) {
    public InvoiceInput {
        past = List.copyOf(past);
        counters = List.copyOf(counters);
        grants = List.copyOf(grants);
        corrections = List.copyOf(corrections);
    }
}
