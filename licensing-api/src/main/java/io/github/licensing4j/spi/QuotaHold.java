package io.github.licensing4j.spi;

/** Units held of one counter in one window. */
public interface QuotaHold {

    /** What the counter stood at right after the hold, the held units included. */
    long used();

    /**
     * Counts what was really used instead of what is held; 0 gives everything back. More than was held is counted in
     * full. Called exactly once.
     */
    void settle(long units);
}
