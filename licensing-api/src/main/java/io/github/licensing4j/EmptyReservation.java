package io.github.licensing4j;

enum EmptyReservation implements Reservation {
    INSTANCE;

    @Override
    public void charge(String meter, long units) {
        if (units < 0) {
            throw new IllegalArgumentException("units are 0 or more, got " + units + " on '" + meter + "'");
        }
    }

    @Override
    public void charge(String meter, Quantity quantity) {
        if (quantity.amount().signum() < 0) {
            throw new IllegalArgumentException("a quantity is 0 or more, got " + quantity + " on '" + meter + "'");
        }
    }

    @Override
    public void settle(Outcome outcome) {}
}
