package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The starts that a journal has seen. */
public final class JournalStarts {
    private JournalStarts() {}

    /**
     * The number of the last start, 0 if there was none.
     *
     * @throws JournalException if the directory cannot be read
     */
    public static long last(Path directory) {
        try {
            return Files.isDirectory(directory) ? new JournalDirectory(directory).lastEpoch() : 0;
        } catch (IOException e) {
            throw new JournalException("the usage journal in " + directory + " cannot be read: " + e, e);
        }
    }
}
