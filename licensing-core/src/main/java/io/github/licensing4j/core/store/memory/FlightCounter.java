package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.CounterId;

/** How many calls of one license are in flight under one limit. */
final class FlightCounter extends Counter {
    int inFlight;

    FlightCounter(CounterId id) {
        super(id);
    }

    @Override
    boolean isUnused(long nowMillis) {
        return inFlight == 0;
    }
}
