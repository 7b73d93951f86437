package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.file.ExclusiveFileLock;
import io.github.licensing4j.core.file.FileHeldException;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Locks a directory for one store of one process. The operating system releases it when the process dies. */
final class DirectoryLock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DirectoryLock.class);
    private static final String NAME = "licensing.lock";

    private final Path directory;
    private final ExclusiveFileLock lock;

    private DirectoryLock(Path directory, ExclusiveFileLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Locks a directory, which is created for its owner alone if it is absent.
     *
     * @throws LicensingException if it is in use, with the id of the holder's process; or it cannot be created or written to
     */
    static DirectoryLock take(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        Path file = absolute.resolve(NAME);
        try {
            make(absolute);
            ExclusiveFileLock lock = ExclusiveFileLock.acquire(file);
            try {
                OwnerOnlyFiles.restrict(file);
                return new DirectoryLock(absolute, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (FileHeldException e) {
            throw new LicensingException(
                    "the directory '" + absolute + "' is in use by " + e.describeHolder()
                            + "; expected one store of one process for each directory",
                    e);
        } catch (IOException e) {
            throw new LicensingException("the directory '" + absolute + "' cannot be created or written to", e);
        }
    }

    private static void make(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            OwnerOnlyFiles.restrict(directory);
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("The lock on '{}' cannot be released", directory, e);
        }
    }
}
