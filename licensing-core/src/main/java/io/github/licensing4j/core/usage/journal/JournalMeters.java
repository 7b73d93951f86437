package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.Meter;
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
 * The units and scales that the calls of a journal are counted in. They stand in a file of its directory before the first call
 * that counts in them, because the journal holds the smallest units alone.
 */
public final class JournalMeters {
    private static final String FILE = "meters";
    private static final int VERSION = 1;

    private JournalMeters() {}

    /**
     * The meters of a journal; empty where there is no journal, or an older one.
     *
     * @throws JournalException if the file cannot be read
     */
    public static List<Meter> read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? read(Files.readAllBytes(file)) : List.of();
        } catch (IOException | IllegalArgumentException e) {
            throw new JournalException(
                    "'" + file + "' does not say in which units the calls of the usage journal are counted: " + e
                            + "; restore it from a backup, or, where the catalog counts as it did when the journal was"
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
     * Writes the meters of a journal down. When this returns they are on disk.
     *
     * @throws JournalException if they cannot be written
     */
    public static void write(Path directory, Collection<Meter> meters) {
        Path file = directory.resolve(FILE);
        try {
            byte[] bytes = bytes(meters);
            if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
                PrivateFiles.replace(directory, FILE, bytes);
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
