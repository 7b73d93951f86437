package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stores calls of a journal that the ledger cannot hold, in a file beside the journal, one line each: epoch and number
 * of the call, and its usage. Lines stay until an operator has handled them and deletes the file. Safe for use by many
 * threads.
 */
public final class Quarantine {
    private static final String FILE = "quarantine.log";
    /** Far larger than ever needed, unless the ledger itself is faulty. */
    private static final int MAX_BYTES = 16 << 20;

    private static final Set<StandardOpenOption> OPEN =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path file;
    private final Set<String> calls = new HashSet<>();
    private long end;

    private Quarantine(Path file) {
        this.file = file;
    }

    /**
     * Opens the quarantine of a journal with its present calls.
     *
     * @throws JournalException if the file cannot be read
     */
    public static Quarantine in(Path directory) {
        Quarantine aside = new Quarantine(directory.resolve(FILE));
        try {
            aside.read();
            return aside;
        } catch (IOException e) {
            throw aside.failed(e);
        }
    }

    private void read() throws IOException {
        if (!file.toFile().exists()) {
            return;
        }
        try (FileChannel channel = OwnerOnlyFiles.open(file, OPEN)) {
            // Slightly more than the limit, because the last line is complete.
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 2L * MAX_BYTES));
            for (int read = 0; bytes.hasRemaining() && read >= 0; ) {
                read = channel.read(bytes);
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            // An incomplete line is from a process that died before the batch was committed without it.
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            end = whole.getBytes(StandardCharsets.UTF_8).length;
            List<String> lines = Arrays.asList(whole.split("\n"));
            lines.stream().filter(line -> !line.isEmpty()).forEach(line -> calls.add(line.split(" ", 2)[0]));
        }
    }

    /**
     * Adds a call. It is on disk when this returns; a call that is already there is not added again.
     *
     * @param what its usage, in one line
     * @throws JournalException if the file is full or cannot be written
     */
    public synchronized void add(long epoch, long seq, String what) {
        String call = epoch + ":" + seq;
        if (calls.contains(call)) {
            return;
        }
        if (end >= MAX_BYTES) {
            throw new JournalException("the usage ledger rejects call " + call + " as well, and '" + file
                    + "' is full of "
                    + calls.size() + " rejected calls: usage waits until the cause is fixed and the"
                    + " file is moved away");
        }
        byte[] line = (call + " " + what + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = OwnerOnlyFiles.open(file, OPEN)) {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            for (long at = end; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            channel.truncate(end + line.length).force(true);
        } catch (IOException e) {
            throw failed(e);
        }
        end += line.length;
        calls.add(call);
    }

    /** Returns how many calls there are. */
    public synchronized int calls() {
        return calls.size();
    }

    public Path file() {
        return file;
    }

    private JournalException failed(IOException e) {
        return new JournalException(
                "'" + file + "', the quarantine of calls that the ledger cannot hold, cannot be used: " + e, e);
    }
}
