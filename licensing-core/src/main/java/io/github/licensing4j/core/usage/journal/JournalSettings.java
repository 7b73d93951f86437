package io.github.licensing4j.core.usage.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of a journal.
 *
 * @param directory the directory; created if absent
 * @param fsync when records are forced to the disk, which matters only for power and kernel failures
 * @param whenFull how calls are handled when there is no room
 * @param segmentBytes the size of the first segments, from 256 KiB to 1 GiB; later ones are up to eight times as large
 *     if definitions of accounts fill them
 * @param maxBytes the largest size of all segments together, at least two segments
 * @param keepBytes how much that the ledger has already is kept for reconciliation, at most half of {@code maxBytes}; given up
 *     as soon as new calls need the room
 * @param keepFor for how long it is kept
 * @param epochAfter an epoch of this node in the ledger: this run's epoch is above it, even if the directory is new
 */
public record JournalSettings(
        Path directory,
        Fsync fsync,
        WhenFull whenFull,
        int segmentBytes,
        long maxBytes,
        long keepBytes,
        Duration keepFor,
        long epochAfter) {
    private static final int MIN_SEGMENT = 1 << 18;
    private static final int MAX_SEGMENT = 1 << 30;

    /** The time at which records are forced to the disk. None is lost to {@code kill -9} either way. */
    public enum Fsync {
        /** Before a call counts as settled: nothing is lost. Calls that settle together share one fsync. */
        ALWAYS,
        /** Every 50 ms: a power or kernel failure loses up to 50 ms of settled calls, plus the time of one fsync. */
        INTERVAL
    }

    /** The treatment of calls while the journal is full. */
    public enum WhenFull {
        /** No call is granted; calls in flight still have room. */
        REFUSE,
        /** Calls are granted but not recorded; their number is counted and reported. */
        SHED
    }

    public JournalSettings {
        if (segmentBytes < MIN_SEGMENT || segmentBytes > MAX_SEGMENT || segmentBytes % 4096 != 0) {
            throw new IllegalArgumentException("a segment has from " + MIN_SEGMENT + " to " + MAX_SEGMENT
                    + " bytes in whole blocks of 4096, got " + segmentBytes);
        }
        if (maxBytes < 2L * segmentBytes) {
            throw new IllegalArgumentException(
                    "max-bytes is at least two segments, " + 2L * segmentBytes + ", got " + maxBytes);
        }
        if (keepBytes < 0 || keepBytes > maxBytes / 2) {
            throw new IllegalArgumentException(
                    "what is kept is from 0 to half of max-bytes, " + maxBytes / 2 + ", got " + keepBytes);
        }
        directory = directory.toAbsolutePath();
    }

    /**
     * Returns settings with fsync every 50 ms, refuse when full, 16 MiB per segment, 1 GiB in all, half of it or 24 h
     * kept.
     */
    public static JournalSettings in(Path directory) {
        return new JournalSettings(
                directory, Fsync.INTERVAL, WhenFull.REFUSE, 1 << 24, 1L << 30, 1L << 29, Duration.ofHours(24), 0);
    }

    /** Returns the same settings for the journal in another directory. */
    public JournalSettings at(Path other) {
        return new JournalSettings(other, fsync, whenFull, segmentBytes, maxBytes, keepBytes, keepFor, 0);
    }

    public JournalSettings fsync(Fsync when) {
        return new JournalSettings(directory, when, whenFull, segmentBytes, maxBytes, keepBytes, keepFor, epochAfter);
    }

    public JournalSettings whenFull(WhenFull what) {
        return new JournalSettings(directory, fsync, what, segmentBytes, maxBytes, keepBytes, keepFor, epochAfter);
    }

    /** Returns settings with other sizes, keeping half of the largest size. */
    public JournalSettings sizes(int segment, long max) {
        return new JournalSettings(directory, fsync, whenFull, segment, max, max / 2, keepFor, epochAfter);
    }

    public JournalSettings keep(long bytes, Duration time) {
        return new JournalSettings(directory, fsync, whenFull, segmentBytes, maxBytes, bytes, time, epochAfter);
    }

    public JournalSettings epochAfter(long epoch) {
        return new JournalSettings(directory, fsync, whenFull, segmentBytes, maxBytes, keepBytes, keepFor, epoch);
    }
}
