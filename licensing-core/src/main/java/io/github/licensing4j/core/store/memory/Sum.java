package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.Units;

/** Units, and their calls. */
record Sum(long units, long calls) {
    static final Sum NOTHING = new Sum(0, 0);

    /** @throws IllegalArgumentException if a sum exceeds the ledger's range */
    Sum plus(Sum more) {
        return new Sum(Units.add(units, more.units), Units.add(calls, more.calls));
    }
}
