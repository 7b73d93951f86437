package io.github.licensing4j;

/** Holds the units of a granted call until it has ended. Safe for use by many threads. */
public interface Reservation {

    /**
     * Adds units that the call has used, on a meter that its endpoint declares.
     *
     * @param units whole units of the meter, as the catalog names them; 0 or more
     * @throws IllegalStateException if the endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if units are negative, or the call would count more than {@link Charge#MAX_SMALLEST}
     */
    void charge(String meter, long units);

    /**
     * Adds a quantity that the call has used, such as 0.25 GB. Exact: nothing is rounded.
     *
     * @param quantity 0 or more, in the unit of the meter, or in its smallest unit
     * @throws IllegalStateException if the endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if the quantity is in another unit, is negative, has more digits after the point than
     *     the meter's scale, or the call would count more than {@link Charge#MAX_SMALLEST}
     */
    void charge(String meter, Quantity quantity);

    /** Ends the call: charges the actual use and releases the rest. Only the first invocation has an effect. */
    void settle(Outcome outcome);

    /** Returns a reservation that holds nothing: its charges are accepted and count nothing. */
    static Reservation empty() {
        return EmptyReservation.INSTANCE;
    }
}
