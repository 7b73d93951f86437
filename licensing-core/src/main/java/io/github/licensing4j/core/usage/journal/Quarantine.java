package io.github.licensing4j.core.usage.journal;

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
 * Calls of a journal that the ledger cannot hold, in a file beside it, a line for each: the epoch and the number of the call, and
 * what it used. They stay there until somebody has dealt with them and deletes the file. Safe for use by many threads.
 */
public final class Quarantine {
    private static final String FILE = "set-aside.log";
    /** Far more than there ever are, unless something is wrong with the ledger itself. */
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
     * The calls that were set aside beside a journal so far.
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
        try (FileChannel channel = PrivateFiles.open(file, OPEN)) {
            // It may be a little more than the bound: the last line is whole.
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 2L * MAX_BYTES));
            for (int read = 0; bytes.hasRemaining() && read >= 0; ) {
                read = channel.read(bytes);
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            // A line without its end is of a process that died before the ledger was told.
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            end = whole.getBytes(StandardCharsets.UTF_8).length;
            List<String> lines = Arrays.asList(whole.split("\n"));
            lines.stream().filter(line -> !line.isEmpty()).forEach(line -> calls.add(line.split(" ", 2)[0]));
        }
    }

    /**
     * Keeps a call. When this returns, it is on the disk; one that is there already stays there once.
     *
     * @param what what it used, in one line
     * @throws JournalException if the file is full or cannot be written
     */
    public synchronized void add(long epoch, long seq, String what) {
        String call = epoch + ":" + seq;
        if (calls.contains(call)) {
            return;
        }
        if (end >= MAX_BYTES) {
            throw new JournalException("the usage ledger does not take call " + call + " either, and '" + file
                    + "' is full of "
                    + calls.size() + " calls that it did not take: usage waits until what is wrong is put right and the"
                    + " file is moved away");
        }
        byte[] line = (call + " " + what + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = PrivateFiles.open(file, OPEN)) {
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

    /** How many calls there are. */
    public synchronized int calls() {
        return calls.size();
    }

    public Path file() {
        return file;
    }

    private JournalException failed(IOException e) {
        return new JournalException(
                "'" + file + "', where calls are that the ledger cannot hold, cannot be used: " + e, e);
    }
}
