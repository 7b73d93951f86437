package io.github.licensing4j.core;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.Reservation;

/** A call that is let through in observe mode although it would have been refused: it holds and counts nothing. */
enum ObservedCall implements Reservation {
    INSTANCE;

    @Override
    public void charge(String meter, long units) {
        if (units < 0) {
            throw new IllegalArgumentException("units are 0 or more, got " + units + " on '" + meter + "'");
        }
    }

    @Override
    public void settle(Outcome outcome) {}
}
