package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.core.file.ExclusiveFileLock;
import io.github.licensing4j.core.file.FileHeldException;
import java.io.IOException;
import java.nio.file.Path;

/** Locks a journal directory for one journal of one process. */
final class JournalLock implements AutoCloseable {
    private final ExclusiveFileLock lock;

    private JournalLock(ExclusiveFileLock lock) {
        this.lock = lock;
    }

    /** @throws JournalException if another journal holds the lock; the message names its process */
    static JournalLock acquire(Path directory) throws IOException {
        try {
            return new JournalLock(ExclusiveFileLock.acquire(directory.resolve("lock")));
        } catch (FileHeldException e) {
            throw new JournalException(
                    "the usage journal in " + directory + " is in use by " + e.describeHolder()
                            + "; two journals need two directories",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
