package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.core.store.WideSum;

/** Sums of units and of their calls, added up in any order. */
record WideSums(WideSum units, WideSum calls) {
    static final WideSums NOTHING = new WideSums(WideSum.ZERO, WideSum.ZERO);

    static WideSums of(Sum sum) {
        return new WideSums(WideSum.of(sum.units()), WideSum.of(sum.calls()));
    }

    WideSums plus(WideSums more) {
        return new WideSums(units.plus(more.units), calls.plus(more.calls));
    }

    WideSums plus(long moreUnits, long moreCalls) {
        return new WideSums(units.plus(moreUnits), calls.plus(moreCalls));
    }

    /** @throws IllegalArgumentException if a sum exceeds the ledger's range */
    Sum held() {
        return new Sum(units.units(), calls.units());
    }
}
