package io.github.licensing4j.servlet.admin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the preference of an {@code Accept} field (RFC 9110 section 12.5.1). */
final class MediaRange {
    private MediaRange() {}

    /** Returns whether CSV is named and preferred at least as much as JSON. */
    static boolean prefersCsv(@Nullable String accept) {
        double csv = 0;
        double json = 0;
        for (String range : accept == null ? new String[0] : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            String type = parts[0].strip().toLowerCase(Locale.ROOT);
            if (type.equals("text/csv")) {
                csv = weight(parts);
            } else if (type.equals("application/json")) {
                json = weight(parts);
            }
        }
        return csv > 0 && csv >= json;
    }

    /** Returns the weight of a range, 0 if it is malformed. */
    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                String weight = parameter.substring(2);
                return weight.matches("[01]([.][0-9]{0,3})?") ? Double.parseDouble(weight) : 0;
            }
        }
        return 1;
    }
}
