package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.LedgerUnits;

/** Units, and their calls. */
record Sum(long units, long calls) {
    static final Sum NOTHING = new Sum(0, 0);

    /** @throws IllegalArgumentException if a sum exceeds the ledger's range */
    Sum plus(Sum more) {
        return new Sum(LedgerUnits.add(units, more.units), LedgerUnits.add(calls, more.calls));
    }
}
