package io.github.licensing4j.core.limit.concurrency;

import io.github.licensing4j.core.limit.counter.Counter;
import io.github.licensing4j.spi.CounterId;

/** Counts the calls of one license that are in flight under one limit. */
final class ConcurrencyCounter extends Counter {
    int inFlight;

    ConcurrencyCounter(CounterId id) {
        super(id);
    }

    @Override
    protected boolean isUnused(long nowMillis) {
        return inFlight == 0;
    }
}
