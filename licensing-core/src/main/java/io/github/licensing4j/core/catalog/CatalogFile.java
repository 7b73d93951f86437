package io.github.licensing4j.core.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file that a catalog is in.
 *
 * @param path followed through symbolic links on each use
 */
record CatalogFile(Path path) {

    /** Its content, of which no more is read than shows that it is too long. */
    byte[] read() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(CatalogParser.MAX_BYTES + 1);
        }
    }

    /** Puts another content in its place, as a whole or not at all. */
    void replace(byte[] content) throws IOException {
        Path file = path.toRealPath();
        Path next = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".next");
        try {
            Files.write(next, content);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Says that it cannot be read, and why. */
    String unreadable(IOException e) {
        String reason = e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
        return path + ": cannot be read, " + reason;
    }
}
