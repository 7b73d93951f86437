package io.github.licensing4j.core.usage.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the bytes of a segment, live or not. Always reads the file and never the mapping: a broken disk then throws an
 * exception, and a segment that is deleted meanwhile reads as zeros instead of crashing the process.
 */
final class FileBytes implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(FileBytes.class);

    private final Path file;
    private final FileChannel channel;
    private final int size;
    private final @Nullable Segment live;

    FileBytes(Path file) throws IOException {
        this(file, null);
    }

    /** @param live the segment that is still appended to the file, null if none is */
    FileBytes(Path file, @Nullable Segment live) throws IOException {
        this.file = file;
        this.live = live;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = (int) Math.min(Integer.MAX_VALUE - 8, channel.size());
    }

    /** Returns the end of the complete records; of a live segment it grows. */
    int end() {
        return live == null ? size : live.end();
    }

    /** Copies bytes; unreadable bytes are read as zeros, which are no records. */
    void read(int at, byte[] to, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(to, 0, length);
        try {
            while (buffer.hasRemaining() && channel.read(buffer, at + (long) buffer.position()) > 0) {
                // Read until the buffer is full.
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            log.error("{} cannot be read at {}", file, at + buffer.position(), e);
        }
        Arrays.fill(to, buffer.position(), length, (byte) 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
