package io.github.licensing4j.spi;

/**
 * A request to enter one call into a concurrency counter.
 *
 * @param counter the counter
 * @param max the most calls that may be in flight at once
 */
public record ConcurrencyClaim(CounterId counter, int max) {

    /** Returns whether one more call fits. */
    public boolean fits(int inFlight) {
        return inFlight < max;
    }
}
