package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The starts that a journal has seen. */
public final class JournalStarts {
    private static final String DATABASE = "database";
    private static final byte[] KEPT = "kept".getBytes(StandardCharsets.US_ASCII);

    private JournalStarts() {}

    /** Whether a start with a database that outlives the process was noted. */
    public static boolean hadDatabase(Path directory) {
        return Files.exists(directory.resolve(DATABASE));
    }

    /**
     * Notes a start with a database that outlives the process.
     *
     * @throws JournalException if it cannot be written
     */
    public static void noteDatabase(Path directory) {
        try {
            if (!hadDatabase(directory)) {
                PrivateFiles.replace(directory, DATABASE, KEPT);
            }
        } catch (IOException e) {
            throw new JournalException("'" + directory.resolve(DATABASE) + "' cannot be written: " + e, e);
        }
    }

    /** The files of a journal that hold its name and its starts, and no calls. */
    public static List<Path> marks(Path directory) throws IOException {
        return new JournalDirectory(directory).marks(Set.of(DATABASE, JournalNode.FILE));
    }

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
