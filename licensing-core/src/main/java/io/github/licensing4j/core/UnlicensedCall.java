package io.github.licensing4j.core;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.Reservation;
import java.math.BigDecimal;

/** A call that is admitted in observe mode although no license was found for it: it counts nothing. */
enum UnlicensedCall implements Reservation {
    INSTANCE;

    @Override
    public void charge(String meter, long units) {
        if (units < 0) {
            throw new IllegalArgumentException("units are 0 or more, got " + units + " on '" + meter + "'");
        }
    }

    @Override
    public void charge(String meter, BigDecimal units) {
        if (units.signum() < 0) {
            throw new IllegalArgumentException("units are 0 or more on '" + meter + "', got fewer");
        }
    }

    @Override
    public void settle(Outcome outcome) {}
}
