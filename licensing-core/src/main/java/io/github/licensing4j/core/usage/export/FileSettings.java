package io.github.licensing4j.core.usage.export;

import java.nio.file.Path;

/**
 * {@code licensing.export.files}.
 *
 * @param directory where the files are; made if it is not there, and used by one process at a time
 * @param format how they are written
 */
public record FileSettings(Path directory, Format format) {

    /** How lines are written. */
    public enum Format {
        /** RFC 4180 with a header line; a cell that a spreadsheet would take for a formula stands behind an apostrophe. */
        CSV("csv"),
        /** A JSON object on each line. */
        NDJSON("ndjson");

        private final String suffix;

        Format(String suffix) {
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }
    }
}
