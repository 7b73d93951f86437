package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.CounterId;

/** How many calls of one license are in flight under one limit. */
final class FlightCounter {
    final CounterId id;
    int inFlight;

    FlightCounter(CounterId id) {
        this.id = id;
    }
}
