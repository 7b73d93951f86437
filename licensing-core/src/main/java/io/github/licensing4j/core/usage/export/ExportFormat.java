package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import org.jspecify.annotations.Nullable;

/** Formats errors and units. */
final class ExportFormat {
    private static final int LONGEST = 500;

    private ExportFormat() {}

    /** Shortens a text of other systems to one line of limited length. */
    static String line(String text) {
        String clipped = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return clipped.replaceAll("\\p{Cntrl}+", " ");
    }

    /**
     * Returns why an event cannot be exported, null if it can: without its meter's scale, its units have no defined
     * value.
     */
    static @Nullable String unknown(ExportEvent event) {
        return event.unit().isKnown()
                ? null
                : "meter '" + event.meter()
                        + "' was counted before a catalog defined it, so the number of decimal places of its "
                        + event.units()
                        + " smallest units is unknown; add it to the catalog, then replay";
    }
}
