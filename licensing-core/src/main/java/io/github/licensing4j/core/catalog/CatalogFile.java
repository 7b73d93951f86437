package io.github.licensing4j.core.catalog;

import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;

/**
 * The file of a catalog.
 *
 * @param path followed through symbolic links on each use
 */
record CatalogFile(Path path) {

    /** Reads its content, but no more than is needed to detect that it is too long. */
    byte[] read() throws IOException {
        // Opening a pipe or a device would wait for a writer.
        if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException("it is no regular file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(CatalogParser.MAX_BYTES + 1);
        }
    }

    /**
     * Replaces its content, as a whole or not at all, and keeps its permissions. The content is on the disk before it
     * replaces the file.
     */
    void replace(byte[] content) throws IOException {
        Path file = path.toRealPath();
        Path directory = Objects.requireNonNull(file.getParent());
        Path next = Files.createTempFile(directory, file.getFileName().toString(), ".next");
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                keepAccess(file, next);
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            OwnerOnlyFiles.forceDirectory(directory);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void keepAccess(Path from, Path to) throws IOException {
        PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (target == null) {
            return;
        }
        PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
        target.setPermissions(old.permissions());
    }

    /** Describes why it cannot be read. */
    String unreadable(IOException e) {
        String reason = e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
        return path + ": cannot be read, " + reason;
    }
}
