package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A segment that is no longer written to. Read through the file, so that a broken disk is an exception. */
final class FileBytes implements SegmentBytes {
    private static final Logger log = LoggerFactory.getLogger(FileBytes.class);

    private final Path file;
    private final FileChannel channel;
    private final int size;

    FileBytes(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = (int) Math.min(Integer.MAX_VALUE - 8, channel.size());
    }

    @Override
    public int end() {
        return size;
    }

    /** Copies bytes; a stretch the disk does not give back is read as zeros, which are no records. */
    @Override
    public void read(int at, byte[] to, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(to, 0, length);
        try {
            while (buffer.hasRemaining() && channel.read(buffer, at + (long) buffer.position()) > 0) {
                // Reads on until all is there.
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
