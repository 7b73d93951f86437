package io.github.licensing4j;

import java.math.BigDecimal;

/** Holds the units of a granted call until it has ended. Safe for use by many threads. */
public interface Reservation {

    /**
     * Adds units that the call has used, on a meter that its endpoint declares.
     *
     * @param units whole units, 0 or more
     * @throws IllegalStateException if the endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if units are negative, or the call would count more than {@link Charge#MAX_SMALLEST}
     */
    void charge(String meter, long units);

    /**
     * Adds units with decimal places that the call has used. Exact: nothing is rounded.
     *
     * @param units 0 or more, with at most as many digits after the point as the meter's scale
     * @throws IllegalStateException if the endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if units are negative, have too many digits, or the call would count more than {@link
     *     Charge#MAX_SMALLEST}
     */
    default void charge(String meter, BigDecimal units) {
        charge(meter, new Meter(meter, "", 0, null).smallest(units));
    }

    /** Ends the call: charges the actual use and releases the rest. Only the first invocation has an effect. */
    void settle(Outcome outcome);

    /** Returns a reservation that holds nothing: its charges are accepted and count nothing. */
    static Reservation empty() {
        return EmptyReservation.INSTANCE;
    }
}
