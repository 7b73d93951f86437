package io.github.licensing4j.core.usage.journal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists every segment on disk, of this run and of earlier ones. Safe for use by many threads. */
final class SegmentCatalog {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);

    private final ConcurrentSkipListMap<SegmentName, StoredSegment> segments = new ConcurrentSkipListMap<>();
    /** The last number of each epoch in the ledger, guarded by this. */
    private final Map<Long, Long> released = new HashMap<>();

    private final JournalSettings settings;

    SegmentCatalog(JournalSettings settings) {
        this.settings = settings;
    }

    void add(StoredSegment segment) {
        segments.put(segment.name(), segment);
    }

    /** Returns the bytes of all segments. Waits for a deletion that is under way. */
    synchronized long bytes() {
        return segments.values().stream().mapToLong(StoredSegment::size).sum();
    }

    /**
     * Returns the segment that contains the call after a number, or the first one of the epoch if that is deleted; null
     * if there is none.
     */
    @Nullable
    StoredSegment after(long epoch, long seq) {
        StoredSegment found = null;
        for (StoredSegment segment : segments.tailMap(new SegmentName(epoch, 0)).values()) {
            if (segment.name().epoch() != epoch || (found != null && segment.firstSeq() > seq + 1)) {
                break;
            }
            found = segment;
        }
        return found;
    }

    /** Returns the next segment of the same epoch, null if there is none. */
    @Nullable
    StoredSegment next(SegmentName name) {
        Map.Entry<SegmentName, StoredSegment> next = segments.higherEntry(name);
        return next == null || next.getKey().epoch() != name.epoch() ? null : next.getValue();
    }

    /** Returns the runs that have calls on disk, oldest first. */
    List<EpochRange> epochs() {
        SortedMap<Long, EpochRange> ranges = new TreeMap<>();
        for (StoredSegment segment : segments.values()) {
            long epoch = segment.name().epoch();
            EpochRange range = new EpochRange(epoch, segment.firstSeq(), segment.lastSeq());
            ranges.merge(epoch, range, (all, next) -> new EpochRange(epoch, all.firstSeq(), next.lastSeq()));
        }
        return ranges.values().stream()
                .filter(range -> range.lastSeq() >= range.firstSeq())
                .toList();
    }

    /** Records that calls are in the ledger, and deletes the oldest shipped segments beyond those to keep. */
    synchronized void release(long epoch, long upToSeq, long nowMillis) {
        // May be less than before: the ledger is older after a failover or a restore.
        released.put(epoch, upToSeq);
        List<StoredSegment> shipped =
                segments.values().stream().filter(this::isShipped).toList();
        long kept = shipped.stream().mapToLong(StoredSegment::size).sum();
        long oldest = nowMillis - settings.keepFor().toMillis();
        for (StoredSegment segment : shipped) {
            if ((kept > settings.keepBytes() || segment.latestMillis() < oldest) && delete(segment)) {
                kept -= segment.size();
            }
        }
    }

    /**
     * Returns whether there is room for a new segment, deleting shipped segments, the oldest first, if needed.
     *
     * @param size the size of the new segment in bytes
     */
    synchronized boolean makeRoom(int size) {
        while (bytes() + size > settings.maxBytes()) {
            if (!deleteOldest()) {
                return false;
            }
        }
        return true;
    }

    /** Deletes the oldest shipped segment. Returns false if there is none. */
    synchronized boolean deleteOldest() {
        return segments.values().stream().filter(this::isShipped).anyMatch(this::delete);
    }

    private boolean isShipped(StoredSegment segment) {
        boolean empty = segment.lastSeq() < segment.firstSeq();
        return segment.isRetired()
                && (empty
                        || segment.lastSeq()
                                <= released.getOrDefault(segment.name().epoch(), 0L));
    }

    /** Removes the segment from the catalog first: a reader that still finds it afterwards has read all of it. */
    private boolean delete(StoredSegment segment) {
        segments.remove(segment.name());
        try {
            JournalDirectory.delete(segment.file());
            return true;
        } catch (IOException e) {
            segments.put(segment.name(), segment);
            log.warn("{} is in the ledger and cannot be deleted; retrying", segment.file(), e);
            return false;
        }
    }
}
