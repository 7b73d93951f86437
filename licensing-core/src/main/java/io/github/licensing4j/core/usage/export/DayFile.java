package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.core.cache.LruMap;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/**
 * Appends whole lines to one file, and keeps the ids of its last lines. An incomplete line, left by the death of a
 * process or by a full disk, is removed before the next write.
 */
final class DayFile {
    /** Far more than can be written before they are recorded as accepted: that is one batch. */
    static final int KNOWN_IDS = 2_000;
    /** The number of bytes at the end that are read again. */
    static final int TAIL_BYTES = 4 * 1024 * 1024;

    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final LineForm form;
    private final Sync sync;
    private final Set<String> ids = Collections.newSetFromMap(new LruMap<>(KNOWN_IDS));
    private boolean sound;
    private boolean named;

    /** Writes a file's content to the disk. */
    @FunctionalInterface
    interface Sync {
        void force(FileChannel file) throws IOException;
    }

    DayFile(Path path, LineForm form) {
        this(path, form, file -> file.force(true));
    }

    DayFile(Path path, LineForm form, Sync sync) {
        this.path = path;
        this.form = form;
        this.sync = sync;
    }

    /** Returns whether an event is among the last lines. Reads the file again if it may have changed. */
    boolean has(String id) throws IOException {
        if (!sound) {
            try (FileChannel channel = open()) {
                recover(channel);
            }
        }
        return ids.contains(id);
    }

    /**
     * Appends lines and forces them to the disk.
     *
     * @param newIds the ids of the lines
     */
    void append(String lines, Collection<String> newIds) throws IOException {
        try (FileChannel channel = open()) {
            if (!sound) {
                recover(channel);
            }
            sound = false;
            long end = channel.size();
            String text = end == 0 ? form.header() + lines : lines;
            try {
                write(channel, text.getBytes(StandardCharsets.UTF_8));
                sync.force(channel);
                if (!named) {
                    syncDirectory();
                    named = true;
                }
            } catch (IOException e) {
                // These lines are written again with the same ids.
                channel.truncate(end);
                throw e;
            }
            newIds.forEach(this::addId);
            sound = true;
        }
    }

    private void write(FileChannel channel, byte[] bytes) throws IOException {
        long end = channel.size();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest, end + rest.position());
        }
    }

    private void recover(FileChannel channel) throws IOException {
        long size = channel.size();
        long from = Math.max(0, size - TAIL_BYTES);
        byte[] tail = new byte[(int) (size - from)];
        ByteBuffer buffer = ByteBuffer.wrap(tail);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        int whole = tail.length;
        while (whole > 0 && tail[whole - 1] != '\n') {
            whole--;
        }
        if (whole < tail.length) {
            channel.truncate(from + whole);
            channel.force(true);
        }
        ids.clear();
        new String(tail, 0, whole, StandardCharsets.UTF_8)
                .lines()
                .map(form::idIn)
                .forEach(this::addId);
        sound = true;
    }

    private void addId(String id) {
        if (!id.isEmpty()) {
            ids.add(id);
        }
    }

    private FileChannel open() throws IOException {
        return OwnerOnlyFiles.open(path, OPTIONS);
    }

    /**
     * Forces the directory, so that the file's name survives a power failure. Ignored where a directory cannot be
     * opened, such as on Windows.
     */
    private void syncDirectory() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            OwnerOnlyFiles.forceDirectory(directory);
        }
    }
}
