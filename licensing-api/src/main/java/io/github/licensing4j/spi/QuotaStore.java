package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/**
 * Stores the counters of quotas and credits. Safe for use by many threads.
 *
 * <p>A store owns its counts: it keeps them over a restart, or reads them again before it counts. The engine does not
 * load counts into it; only the library's own counters in memory read their first counts from the ledger.
 *
 * <p>A store belongs to one process, because each process applies every correction of usage to its own store. Two processes
 * with a store each grant the amount of a quota each.
 *
 * <p>After a process was killed, its usage is billed from the journal and the ledger, whatever a store has counted; neither
 * is replayed into the store. So a store that writes each change before {@link QuotaAccount#reserve} returns grants at
 * most the amount, and keeps what the calls in flight at the kill held as used: those units are neither billed nor granted
 * again. A store that loses its counts grants the amount again.
 */
public interface QuotaStore {

    /**
     * Returns the counters of one license. Cheap, consumes nothing, and may be kept: all accounts of one license count
     * as one, even if the store evicts its memory meanwhile.
     */
    QuotaAccount account(LicenseId license);
}
