package io.github.licensing4j.core.usage.export;

import java.math.BigDecimal;

/** How errors and units are written. */
final class Shown {
    private static final int LONGEST = 500;

    private Shown() {}

    /** A text that others may have written, on one line and not without end. */
    static String line(String text) {
        String clipped = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return clipped.replaceAll("\\p{Cntrl}+", " ");
    }

    /**
     * Units of a meter as the number they stand for.
     *
     * @param scale how many decimal places the meter has
     */
    static BigDecimal units(long smallest, int scale) {
        BigDecimal number = BigDecimal.valueOf(smallest, scale).stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0) : number;
    }
}
