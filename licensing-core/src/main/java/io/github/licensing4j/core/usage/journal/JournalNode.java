package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The node name under which the calls of a journal are in the ledger. It is stored in the journal's directory at its
 * first start: under another name, shipped calls would be shipped again.
 */
public final class JournalNode {
    static final String FILE = "node";
    static final String PROCESS = "process";
    private static final int MOST = 1_000;

    private JournalNode() {}

    /**
     * Returns the name of a journal, empty if it has none.
     *
     * @throws JournalException if it cannot be read
     */
    public static Optional<String> known(Path directory) {
        return Files.exists(directory.resolve(FILE)) ? Optional.of(of(directory, "")) : Optional.empty();
    }

    /**
     * Returns the name of a journal, storing one if it has none.
     *
     * @param directory the journal's directory; created if absent
     * @param first the name to store if it has none
     * @throws JournalException if it cannot be read or written
     */
    public static String of(Path directory, String first) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                OwnerOnlyFiles.createDirectories(directory);
                OwnerOnlyFiles.replace(directory.resolve(FILE), first.getBytes(StandardCharsets.UTF_8));
            }
            byte[] name = Files.readAllBytes(file);
            if (name.length == 0 || name.length > MOST) {
                throw new JournalException("'" + file + "' has " + name.length
                        + " bytes; expected the node name under which the calls of this journal are in the ledger");
            }
            return new String(name, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new JournalException("the node name of the usage journal in " + directory + " is not there: " + e, e);
        }
    }

    /**
     * Returns the process that last had a journal, empty if none is recorded. For the holder of the journal's lock, that
     * process has ended.
     *
     * @throws JournalException if it cannot be read
     */
    public static Optional<String> lastProcess(Path directory) {
        Path file = directory.resolve(PROCESS);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new JournalException("'" + file + "' cannot be read: " + e, e);
        }
    }

    /**
     * Records the process that has a journal.
     *
     * @throws JournalException if it cannot be written
     */
    public static void noteProcess(Path directory, String process) {
        try {
            OwnerOnlyFiles.replace(directory.resolve(PROCESS), process.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new JournalException("'" + directory.resolve(PROCESS) + "' cannot be written: " + e, e);
        }
    }
}
