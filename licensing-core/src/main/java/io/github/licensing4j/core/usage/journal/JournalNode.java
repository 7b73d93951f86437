package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The name under which the calls of a journal are in the ledger. It stands in the journal's directory from its first start on:
 * under another name, calls that the ledger has would be brought there once more.
 */
public final class JournalNode {
    static final String FILE = "node";
    private static final int MOST = 1_000;

    private JournalNode() {}

    /**
     * The name that a journal has, empty if it has none.
     *
     * @throws JournalException if it cannot be read
     */
    public static Optional<String> known(Path directory) {
        return Files.exists(directory.resolve(FILE)) ? Optional.of(of(directory, "")) : Optional.empty();
    }

    /**
     * The name that a journal has, or gets now.
     *
     * @param directory the journal's; made if it is absent
     * @param first the name that it gets if it has none
     * @throws JournalException if it cannot be read or written
     */
    public static String of(Path directory, String first) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                PrivateFiles.directory(directory);
                PrivateFiles.replace(directory, FILE, first.getBytes(StandardCharsets.UTF_8));
            }
            byte[] name = Files.readAllBytes(file);
            if (name.length == 0 || name.length > MOST) {
                throw new JournalException(
                        "'" + file + "' has " + name.length
                                + " bytes, but a node name was expected, under which the calls of this journal are in the ledger");
            }
            return new String(name, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new JournalException("the node name of the usage journal in " + directory + " is not there: " + e, e);
        }
    }
}
