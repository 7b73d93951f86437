package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.Meter;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Stores the units and scales of the meters of a journal in a file of its directory. The file is written before the
 * first call that uses them, because the journal contains smallest units only.
 */
public final class JournalMeters {
    private static final String FILE = "meters";
    private static final int VERSION = 1;

    private JournalMeters() {}

    /**
     * Returns the meters of a journal; empty if there is no journal, or an older one.
     *
     * @throws JournalException if the file cannot be read
     */
    public static List<Meter> read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? read(Files.readAllBytes(file)) : List.of();
        } catch (IOException | IllegalArgumentException e) {
            throw new JournalException(
                    "'" + file + "' does not contain the units in which the calls of the usage journal are counted: "
                            + e
                            + "; restore it from a backup, or, if the catalog has the same units as when the journal was"
                            + " written, delete it",
                    e);
        }
    }

    private static List<Meter> read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("version " + version + ", expected " + VERSION);
        }
        int size = in.readInt();
        List<Meter> meters = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            meters.add(new Meter(in.readUTF(), in.readUTF(), in.readInt(), null));
        }
        return meters;
    }

    /**
     * Writes the meters of a journal. They are on disk when this returns.
     *
     * @throws JournalException if they cannot be written
     */
    public static void write(Path directory, Collection<Meter> meters) {
        Path file = directory.resolve(FILE);
        try {
            byte[] bytes = bytes(meters);
            if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
                OwnerOnlyFiles.replace(directory.resolve(FILE), bytes);
            }
        } catch (IOException e) {
            throw new JournalException("'" + file + "' cannot be written: " + e, e);
        }
    }

    private static byte[] bytes(Collection<Meter> meters) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(VERSION);
        out.writeInt(meters.size());
        for (Meter meter :
                meters.stream().sorted(Comparator.comparing(Meter::name)).toList()) {
            out.writeUTF(meter.name());
            out.writeUTF(meter.unit());
            out.writeInt(meter.scale());
        }
        return bytes.toByteArray();
    }
}
