package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files that only their owner can access: 0600 and 0700 if the file system supports POSIX permissions. */
final class PrivateFiles {
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFiles() {}

    /** Creates a directory and its parents; an existing one is unchanged. */
    static void directory(Path directory) throws IOException {
        if (posix(directory)) {
            Files.createDirectories(directory, DIRECTORY);
        } else {
            Files.createDirectories(directory);
        }
    }

    static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        return posix(file) ? FileChannel.open(file, options, FILE) : FileChannel.open(file, options);
    }

    /** Replaces a file atomically, whenever the process dies. */
    static void replace(Path directory, String name, byte[] content) throws IOException {
        Path whole = directory.resolve(name + ".tmp");
        try (FileChannel channel = open(
                whole,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                int unused = channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(whole, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        force(directory);
    }

    /** Forces the names in a directory to the disk, where the system supports it. */
    static void force(Path directory) throws IOException {
        if (!posix(directory)) {
            return;
        }
        // This may run on a thread of the host, whose interrupt must neither stop it nor get lost.
        boolean interrupted = false;
        for (boolean done = false; !done; ) {
            interrupted |= Thread.interrupted();
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
                done = true;
            } catch (ClosedByInterruptException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
