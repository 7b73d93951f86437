package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/**
 * The units that a source has leased of a counter, as the source has counted them.
 *
 * @param source the start of the node
 * @param license the license
 * @param counter the counter
 * @param window the period it counts in
 * @param leased all units that it has leased and not released, those in the ledger included
 * @param operation the number of its last request or release that the store has answered
 */
public record LeaseState(
        UsageSource source, LicenseId license, CounterId counter, QuotaWindow window, long leased, long operation) {}
