package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The name under which the calls of a journal are in the ledger. It stands in the journal's directory from its first start on:
 * under another name, calls that the ledger has would be brought there once more.
 */
public final class JournalNode {
    private static final String FILE = "node";
    private static final int MOST = 1_000;

    private JournalNode() {}

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
                write(directory, first);
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

    /** Whole or not at all, whenever the process dies. */
    private static void write(Path directory, String name) throws IOException {
        Path whole = directory.resolve(FILE + ".tmp");
        try (FileChannel channel = PrivateFiles.open(
                whole,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))) {
            ByteBuffer bytes = ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                int unused = channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(whole, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.force(directory);
    }
}
