package io.github.licensing4j.core.usage.journal;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identifies one segment.
 *
 * @param epoch the run that wrote it
 * @param index its number in that run, from 1
 */
record SegmentName(long epoch, int index) implements Comparable<SegmentName> {
    private static final Pattern FILE = Pattern.compile("(\\d{10,18})-(\\d{6,9})\\.seg");
    private static final Comparator<SegmentName> ORDER =
            Comparator.comparingLong(SegmentName::epoch).thenComparingInt(SegmentName::index);

    /** Parses a file name; empty if it is not that of a segment. */
    static Optional<SegmentName> of(String fileName) {
        var matcher = FILE.matcher(fileName);
        return matcher.matches()
                ? Optional.of(new SegmentName(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    String fileName() {
        return String.format(Locale.ROOT, "%010d-%06d.seg", epoch, index);
    }

    /** Returns the seed of its records' checksums, so that a record in the wrong file is invalid. */
    long seed() {
        return Format.mix(epoch * 1_000_003 + index);
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }
}
