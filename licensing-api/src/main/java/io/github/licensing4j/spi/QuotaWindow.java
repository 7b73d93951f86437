package io.github.licensing4j.spi;

/**
 * One contract period, as epoch milliseconds.
 *
 * @param startMillis the first millisecond in it
 * @param endMillis the first millisecond after it
 */
public record QuotaWindow(long startMillis, long endMillis) {

    /** Returns whether an instant is in it. */
    public boolean contains(long millis) {
        return startMillis <= millis && millis < endMillis;
    }
}
