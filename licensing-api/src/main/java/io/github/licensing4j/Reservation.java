package io.github.licensing4j;

/**
 * What a grant holds until the call has ended. Safe for use by many threads.
 */
public interface Reservation {

    /**
     * Adds units that the call has used, on a meter that its endpoint declares.
     *
     * @param units 0 or more
     * @throws IllegalStateException if the endpoint does not declare the meter, or the call is settled
     * @throws IllegalArgumentException if units are negative
     */
    void charge(String meter, long units);

    /**
     * Ends the call: charges what it really used and gives back the rest. Only the first call has an effect.
     */
    void settle(Outcome outcome);
}
