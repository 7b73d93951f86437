package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Stores facts about the starts of a journal. */
public final class JournalStarts {
    private static final String DATABASE = "database";
    static final String ADOPTED = "adopted";
    private static final byte[] KEPT = "kept".getBytes(StandardCharsets.US_ASCII);

    private JournalStarts() {}

    /** Returns whether a start with a persistent database was recorded. */
    public static boolean hadDatabase(Path directory) {
        return Files.exists(directory.resolve(DATABASE));
    }

    /**
     * Records a start with a persistent database.
     *
     * @throws JournalException if it cannot be written
     */
    public static void noteDatabase(Path directory) {
        try {
            if (!hadDatabase(directory)) {
                OwnerOnlyFiles.replace(directory.resolve(DATABASE), KEPT);
            }
        } catch (IOException e) {
            throw new JournalException("'" + directory.resolve(DATABASE) + "' cannot be written: " + e, e);
        }
    }

    /** Returns whether another node has brought every call of the journal's last start to the ledger. */
    public static boolean isAdopted(Path directory) {
        try {
            Path file = directory.resolve(ADOPTED);
            return Files.exists(file) && Files.readString(file).equals(Long.toString(last(directory)));
        } catch (IOException e) {
            throw new JournalException("'" + directory.resolve(ADOPTED) + "' cannot be read: " + e, e);
        }
    }

    /**
     * Records that every call of the journal is in the ledger.
     *
     * @throws JournalException if it cannot be written
     */
    public static void noteAdopted(Path directory) {
        try {
            byte[] start = Long.toString(last(directory)).getBytes(StandardCharsets.US_ASCII);
            OwnerOnlyFiles.replace(directory.resolve(ADOPTED), start);
        } catch (IOException e) {
            throw new JournalException("'" + directory.resolve(ADOPTED) + "' cannot be written: " + e, e);
        }
    }

    /**
     * Forgets that every call of the journal is in the ledger.
     *
     * @throws JournalException if it cannot be stored
     */
    public static void forgetAdopted(Path directory) {
        try {
            boolean unused = Files.deleteIfExists(directory.resolve(ADOPTED));
        } catch (IOException e) {
            throw new JournalException("'" + directory.resolve(ADOPTED) + "' cannot be removed: " + e, e);
        }
    }

    /** Returns the files of a journal that contain its name and its starts, but no calls. */
    public static List<Path> marks(Path directory) throws IOException {
        return new JournalDirectory(directory).marks(Set.of(DATABASE, JournalNode.FILE, JournalNode.PROCESS));
    }

    /**
     * Returns the number of the last start, 0 if there was none.
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
