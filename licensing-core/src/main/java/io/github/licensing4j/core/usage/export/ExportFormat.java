package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import java.math.BigDecimal;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** How errors and units are written. */
final class ExportFormat {
    private static final int LONGEST = 500;

    private ExportFormat() {}

    /** A text that others may have written, on one line and not without end. */
    static String line(String text) {
        String clipped = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return clipped.replaceAll("\\p{Cntrl}+", " ");
    }

    /**
     * Why an event cannot be told, null if it can: units of a meter that is gone could mean anything, and too much.
     *
     * @param scales how many decimal places a meter has, below 0 where it is not known
     */
    static @Nullable String unknown(ExportEvent event, ToIntFunction<String> scales) {
        return scales.applyAsInt(event.meter()) >= 0
                ? null
                : "meter '" + event.meter()
                        + "' is no longer in the catalog, so nobody knows how many decimal places its " + event.units()
                        + " smallest units have; put it back, then replay";
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
