package io.github.licensing4j.spi;

/**
 * The result of a request for a slice. All numbers are of one instant, in the meter's smallest unit.
 *
 * @param granted the size of the slice; 0 if the claim does not fit
 * @param held the units that the source has leased and that are not in the ledger yet, this slice included; below 0 if calls used more
 *     than they reserved
 * @param used the units in the ledger
 * @param others the units that other sources have leased and that are not in the ledger yet
 * @param carried the units carried into the window; those that nodes still hold of the window before are not
 * @param leased all units that the source has leased and not released, those in the ledger included
 */
public record QuotaLease(long granted, long held, long used, long others, long carried, long leased) {

    /** Creates the result for a source with no usage in the ledger. */
    public QuotaLease(long granted, long held, long used, long others, long carried) {
        this(granted, held, used, others, carried, held);
    }
}
