package io.github.licensing4j.spi;

/**
 * One call that wants to be in flight.
 *
 * @param counter the counter
 * @param max how many may be at once
 */
public record ConcurrencyClaim(CounterId counter, int max) {

    /** Whether one more fits. */
    public boolean fits(int inFlight) {
        return inFlight < max;
    }
}
