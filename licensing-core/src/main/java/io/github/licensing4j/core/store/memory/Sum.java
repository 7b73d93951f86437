package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.Units;

/** Units, and the calls they are of. */
record Sum(long units, long calls) {
    static final Sum NOTHING = new Sum(0, 0);

    /** @throws IllegalArgumentException if that is more than a ledger holds */
    Sum plus(Sum more) {
        return new Sum(Units.add(units, more.units), Units.add(calls, more.calls));
    }
}
