package io.github.licensing4j.spi;

/**
 * The unit and scale in which a ledger counts a meter. Units that are stored keep this meaning, whatever a catalog says later.
 *
 * @param name the meter
 * @param unit what it counts, such as {@code byte}; empty where it is not known
 * @param scale how many digits after the point its units have, {@link #UNKNOWN} where it is not known
 * @param fixed whether unit and scale can no longer change: something was counted in the meter, or another process may count
 *     in it
 */
public record CountedMeter(String name, String unit, int scale, boolean fixed) {
    /** The scale of a meter that was counted in before its scale was stored, and that no catalog has defined since. */
    public static final int UNKNOWN = -1;

    /** Returns whether unit and scale are known. */
    public boolean isKnown() {
        return scale != UNKNOWN;
    }
}
