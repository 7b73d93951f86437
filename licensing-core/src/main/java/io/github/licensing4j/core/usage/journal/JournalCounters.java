package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LimitCounter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the counters of limits beside a journal that is the only record of usage. Without this file, renamed limits
 * would start from zero after a restart, once the catalog no longer contains their former names.
 */
public final class JournalCounters {
    private static final String FILE = "counters";
    private static final int VERSION = 1;

    private JournalCounters() {}

    /**
     * Returns the counters beside a journal; empty if there are none.
     *
     * @throws JournalException if the file cannot be read
     */
    public static List<LimitCounter> read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? read(Files.readAllBytes(file)) : List.of();
        } catch (IOException | IllegalArgumentException e) {
            throw new JournalException(
                    "'" + file + "' does not contain the counters of the limits of the usage journal: " + e
                            + "; restore it from a backup, or delete it if no limit was renamed",
                    e);
        }
    }

    private static List<LimitCounter> read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("version " + version + ", expected " + VERSION);
        }
        int size = in.readInt();
        List<LimitCounter> counters = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            counters.add(new LimitCounter(
                    PlanId.parse(in.readUTF()),
                    in.readUTF(),
                    textOrNull(in),
                    new CounterId(
                            in.readUTF(),
                            textOrNull(in),
                            Limit.Kind.valueOf(in.readUTF()),
                            in.readUTF(),
                            QuotaLimit.Scope.valueOf(in.readUTF()),
                            ""),
                    in.readBoolean() ? Instant.ofEpochMilli(in.readLong()) : null,
                    in.readBoolean(),
                    in.readBoolean()));
        }
        return counters;
    }

    private static @Nullable String textOrNull(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    /**
     * Writes counters beside a journal, replacing the previous ones. They are on disk when this returns.
     *
     * @throws JournalException if they cannot be written
     */
    public static void write(Path directory, Collection<LimitCounter> counters) {
        try {
            OwnerOnlyFiles.createDirectories(directory);
            OwnerOnlyFiles.replace(directory.resolve(FILE), bytes(counters));
        } catch (IOException e) {
            throw new JournalException("'" + directory.resolve(FILE) + "' cannot be written: " + e, e);
        }
    }

    private static byte[] bytes(Collection<LimitCounter> counters) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(VERSION);
        out.writeInt(counters.size());
        for (LimitCounter one : counters) {
            CounterId counter = one.counter();
            Instant started = one.startedAt();
            out.writeUTF(one.plan().toString());
            out.writeUTF(one.limit());
            writeOrNull(out, one.was());
            out.writeUTF(counter.limit());
            writeOrNull(out, counter.meter());
            out.writeUTF(counter.kind().name());
            out.writeUTF(counter.per());
            out.writeUTF(counter.scope().name());
            out.writeBoolean(started != null);
            if (started != null) {
                out.writeLong(started.toEpochMilli());
            }
            out.writeBoolean(one.sameUse());
            out.writeBoolean(one.inForce());
        }
        return bytes.toByteArray();
    }

    private static void writeOrNull(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }
}
