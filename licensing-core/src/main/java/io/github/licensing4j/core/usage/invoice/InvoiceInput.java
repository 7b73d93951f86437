package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.UsageCorrection;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What an invoice is made of.
 *
 * @param license the license
 * @param catalog the prices and amounts
 * @param at an instant of the billing period that is asked for
 * @param counters what the ledger has counted for the license, each counter and window once; those that ended before the
 *     period do no harm
 * @param grants prepaid units of the license
 * @param corrections corrections of its usage
 * @param scales how many decimal places a meter has
 */
public record InvoiceInput(
        LicenseRecord license,
        Catalog catalog,
        Instant at,
        List<CounterIncrement> counters,
        List<CreditGrant> grants,
        List<UsageCorrection> corrections,
        ToIntFunction<String> scales) {
    public InvoiceInput {
        counters = List.copyOf(counters);
        grants = List.copyOf(grants);
        corrections = List.copyOf(corrections);
    }
}
