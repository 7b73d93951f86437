package io.github.licensing4j;

import java.math.BigDecimal;

enum EmptyReservation implements Reservation {
    INSTANCE;

    @Override
    public void charge(String meter, long units) {
        charge(meter, BigDecimal.valueOf(units));
    }

    @Override
    public void charge(String meter, BigDecimal units) {
        if (units.signum() < 0) {
            throw new IllegalArgumentException("units are 0 or more, got " + units + " on '" + meter + "'");
        }
    }

    @Override
    public void settle(Outcome outcome) {}
}
