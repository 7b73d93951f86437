package io.github.licensing4j.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Locks a file for one holder among all processes, and within this process as well. The operating system releases the lock when
 * the process dies.
 *
 * <p>POSIX releases every lock that a process has on a file as soon as the process closes any channel to that file. So a file that
 * this process holds is never opened a second time: holders are registered under the identity of the file, before it is opened, in
 * the system properties, which all class loaders of a process share.
 */
public final class ExclusiveFileLock implements AutoCloseable {
    private static final String HELD = "licensing.file.held:";
    /** The locked byte is far behind the text, so that other processes can read the text on every system. */
    private static final long LOCKED = 1 << 20;

    private static final int MAX_TEXT = 20;

    private final String key;
    private final FileChannel channel;

    private ExclusiveFileLock(String key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Locks a file, which is created for its owner alone if it is absent, and writes the id of this process to it.
     *
     * @throws FileHeldException if this process or another one holds it
     * @throws IOException if it cannot be created, opened or written
     */
    public static ExclusiveFileLock acquire(Path file) throws IOException {
        create(file);
        String pid = Long.toString(ProcessHandle.current().pid());
        String key = HELD + identity(file);
        if (System.getProperties().putIfAbsent(key, pid) != null) {
            throw new FileHeldException(file.toString(), pid + " (this one)");
        }
        try {
            return new ExclusiveFileLock(key, locked(file, pid));
        } catch (IOException | RuntimeException | Error e) {
            System.getProperties().remove(key);
            throw e;
        }
    }

    private static FileChannel locked(Path file, String pid) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCKED, 1, false) == null) {
                throw new FileHeldException(file.toString(), holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_TEXT);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "that has just started" : pid;
    }

    private static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            OwnerOnlyFiles.create(file);
        } catch (FileAlreadyExistsException e) {
            // Another process created it meanwhile, which is fine.
        }
    }

    /**
     * Returns an identity that is equal for every path of the file, through symbolic links and bind mounts too, where
     * the system numbers its files.
     */
    private static String identity(Path file) throws IOException {
        Object number = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return number == null ? file.toRealPath().toString() : number.toString();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.getProperties().remove(key);
        }
    }
}
