package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.core.file.OwnerOnlyFiles;
import io.github.licensing4j.core.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Stores beside the journal of a dead node why some of its calls are not in the ledger, so that no node reads the journal
 * again before its files have changed.
 */
public final class JournalFindings {
    private static final String FILE = "findings";
    /** Files that contain no calls and are written after the journal was read. */
    private static final Set<String> MARKS = Set.of(FILE, JournalStarts.ADOPTED, JournalNode.PROCESS);

    private JournalFindings() {}

    /**
     * Returns what was found in a journal, empty if there is nothing or its files have changed since.
     *
     * @throws JournalException if it cannot be read
     */
    public static Optional<String> known(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            String[] stored = Files.readString(file).split("\n", 2);
            return stored.length == 2 && stored[0].equals(digest(directory))
                    ? Optional.of(stored[1])
                    : Optional.empty();
        } catch (IOException e) {
            throw new JournalException("'" + file + "' cannot be read: " + e, e);
        }
    }

    /**
     * Stores what was found in a journal with its present files. Called after the journal was closed.
     *
     * @param what a description for operators
     * @throws JournalException if it cannot be written
     */
    public static void note(Path directory, String what) {
        Path file = directory.resolve(FILE);
        try {
            byte[] stored = (digest(directory) + "\n" + what).getBytes(StandardCharsets.UTF_8);
            OwnerOnlyFiles.replace(directory.resolve(FILE), stored);
        } catch (IOException e) {
            throw new JournalException("'" + file + "' cannot be written: " + e, e);
        }
    }

    /** Returns a digest of the names, sizes and times of the files. Their bytes are not read: journals are large. */
    private static String digest(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            MessageDigest digest = Sha256.digest();
            List<Path> files = all.filter(file -> !MARKS.contains(String.valueOf(file.getFileName())))
                    .sorted()
                    .toList();
            for (Path file : files) {
                String line =
                        file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
