package io.github.licensing4j.core.usage;

import org.jspecify.annotations.Nullable;

/**
 * A run whose calls are aggregated in memory: no call can be read again.
 *
 * @param isWaitingKnown whether no calls wait for the ledger; the units of those that wait are unknown
 */
record MemoryScan(boolean isWaitingKnown) implements RunScan {

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public UsageSums shipped() {
        return new UsageSums();
    }

    @Override
    public UsageSums waiting() {
        return new UsageSums();
    }

    @Override
    public @Nullable Long recorded() {
        return null;
    }

    @Override
    public long unreadable() {
        return 0;
    }

    @Override
    public String partialBecause(String run) {
        return "there is no journal, so decided usage is compared with the ledger only";
    }
}
