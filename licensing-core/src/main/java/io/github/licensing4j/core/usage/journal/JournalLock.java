package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Holds a journal directory for this process, and within it for one journal. */
final class JournalLock implements AutoCloseable {
    private static final String HELD = "licensing.journal.held:";

    private final String key;
    private final FileChannel channel;

    private JournalLock(String key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** @throws JournalException if another journal has it; the message names its process */
    static JournalLock acquire(Path directory) throws IOException {
        String pid = Long.toString(ProcessHandle.current().pid());
        // POSIX drops a process's locks on a file when it closes any channel to it, so the file must not even be opened
        // twice. A system property is seen by every class loader of the process.
        String key = HELD + directory.toRealPath();
        if (System.getProperties().putIfAbsent(key, pid) != null) {
            throw held(directory, pid + " (this one)");
        }
        FileChannel channel = null;
        try {
            channel = PrivateFiles.open(
                    directory.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw held(directory, read(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            return new JournalLock(key, channel);
        } catch (IOException | RuntimeException e) {
            System.getProperties().remove(key);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static JournalException held(Path directory, String pid) {
        return new JournalException("the usage journal in " + directory + " is in use by process " + pid
                + "; two processes need two directories");
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return pid.isEmpty() ? "unknown" : pid;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        System.getProperties().remove(key);
    }
}
