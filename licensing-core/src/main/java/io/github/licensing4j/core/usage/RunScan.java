package io.github.licensing4j.core.usage;

import org.jspecify.annotations.Nullable;

/** The charged units that a usage log holds of one run. Not safe for use by many threads. */
interface RunScan {

    /** Returns whether every call of the run was read, so that {@link #shipped} must equal the ledger. */
    boolean isWhole();

    /** Returns the units that the ledger should hold; incomplete unless {@link #isWhole}. */
    UsageSums shipped();

    /** Returns the units that the ledger should not hold yet; empty unless {@link #isWaitingKnown}. */
    UsageSums waiting();

    /** Returns whether the units that wait for the ledger are known. */
    boolean isWaitingKnown();

    /** Returns how many calls were recorded, including deleted ones; null if they are not recorded one by one. */
    @Nullable
    Long recorded();

    /** Returns how many recorded calls cannot be read. */
    long unreadable();

    /**
     * Returns why decided usage of the current run is compared with the ledger alone, where {@link #isWhole} is false.
     *
     * @param run the name of the run
     */
    String partialBecause(String run);
}
