package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a journal. Unknown files are ignored. Safe for use by many threads. */
final class JournalDirectory {
    private static final Pattern EPOCH = Pattern.compile("epoch-(\\d{1,18})");
    private static final String BLANK = ".new";
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path directory;

    JournalDirectory(Path directory) {
        this.directory = directory;
    }

    /** Returns every segment, oldest first. */
    SortedMap<SegmentName, Path> segments() throws IOException {
        SortedMap<SegmentName, Path> segments = new TreeMap<>();
        for (Path file : files()) {
            SegmentName.of(name(file)).ifPresent(name -> segments.put(name, file));
        }
        return segments;
    }

    /**
     * Returns the number of this start, above every earlier one. It is on disk when this returns, so it is never used
     * again.
     */
    long startEpoch(long after) throws IOException {
        List<Path> marks = new ArrayList<>();
        long last = after;
        for (Path file : files()) {
            var matcher = EPOCH.matcher(name(file));
            if (matcher.matches()) {
                marks.add(file);
                last = Math.max(last, Long.parseLong(matcher.group(1)));
            }
        }
        OwnerOnlyFiles.open(directory.resolve("epoch-" + (last + 1)), NEW).close();
        OwnerOnlyFiles.forceDirectory(directory);
        for (Path mark : marks) {
            Files.deleteIfExists(mark);
        }
        return last + 1;
    }

    /** Returns the number of the last start, 0 if there was none. */
    long lastEpoch() throws IOException {
        return files().stream()
                .map(file -> EPOCH.matcher(name(file)))
                .filter(Matcher::matches)
                .mapToLong(mark -> Long.parseLong(mark.group(1)))
                .max()
                .orElse(0);
    }

    /** Returns the marks of starts, and the files with these names. */
    List<Path> marks(Set<String> names) throws IOException {
        return files().stream()
                .filter(file ->
                        names.contains(name(file)) || EPOCH.matcher(name(file)).matches())
                .toList();
    }

    void deleteBlanks() throws IOException {
        for (Path file : files()) {
            if (name(file).endsWith(BLANK)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Creates an unused segment. The zeros are written, not only allocated, so that a full disk throws here. */
    PreallocatedSegment preallocate(SegmentName name, int size) throws IOException {
        Path file = directory.resolve(name.fileName() + BLANK);
        try (FileChannel channel = OwnerOnlyFiles.open(file, NEW)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 16);
            for (int written = 0; written < size; ) {
                zeros.clear().limit(Math.min(zeros.capacity(), size - written));
                written += channel.write(zeros);
            }
            return new PreallocatedSegment(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Renames an unused segment that has its header to the name of a segment. */
    Path name(PreallocatedSegment preallocatedSegment, SegmentName name) throws IOException {
        return Files.move(
                preallocatedSegment.file(), directory.resolve(name.fileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Forces the mapped bytes up to an offset, and the names in the directory, to the disk. */
    void force(Segment segment, int to) throws IOException {
        if (!segment.isForced()) {
            OwnerOnlyFiles.forceDirectory(directory);
        }
        segment.map().force(0, to);
    }

    /**
     * Deletes a segment and frees its space at once. Deleting alone would not: the mapping keeps the file until it is
     * collected. The file is renamed first, so that a crash in between leaves no empty segment.
     */
    static void delete(Path segment) throws IOException {
        Path doomed = Files.move(
                segment, segment.resolveSibling(name(segment) + ".old" + BLANK), StandardCopyOption.ATOMIC_MOVE);
        FileChannel.open(doomed, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
        Files.delete(doomed);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
