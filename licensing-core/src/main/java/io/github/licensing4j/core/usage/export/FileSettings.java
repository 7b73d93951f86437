package io.github.licensing4j.core.usage.export;

import java.nio.file.Path;

/**
 * {@code licensing.export.files}.
 *
 * @param directory the directory of the files; created if absent, and used by one process at a time
 * @param format the format of the lines
 */
public record FileSettings(Path directory, Format format) {

    /** The format of the lines. */
    public enum Format {
        /**
         * RFC 4180 with a header line; a cell that a spreadsheet would read as a formula is prefixed with an
         * apostrophe.
         */
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
