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

/** Every segment on disk, of this run and of earlier ones. Safe for use by many threads. */
final class SegmentCatalog {
    private static final Logger log = LoggerFactory.getLogger(UsageJournal.class);

    private final ConcurrentSkipListMap<SegmentName, StoredSegment> segments = new ConcurrentSkipListMap<>();
    /** Up to where each epoch is in the ledger, guarded by this. */
    private final Map<Long, Long> released = new HashMap<>();

    private final JournalSettings settings;

    SegmentCatalog(JournalSettings settings) {
        this.settings = settings;
    }

    void add(StoredSegment segment) {
        segments.put(segment.name(), segment);
    }

    /** What they take on disk. Waits for a deletion that is under way. */
    synchronized long bytes() {
        return segments.values().stream().mapToLong(StoredSegment::size).sum();
    }

    /** The segment in which the call after a number is, the first one of the epoch if that is deleted; null if none is there. */
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

    /** The segment of the same epoch that follows, null if there is none. */
    @Nullable
    StoredSegment next(SegmentName name) {
        Map.Entry<SegmentName, StoredSegment> next = segments.higherEntry(name);
        return next == null || next.getKey().epoch() != name.epoch() ? null : next.getValue();
    }

    /** The runs that have calls on disk, oldest first. */
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

    /** Takes note that calls are in the ledger and deletes the oldest segments of which all calls are, beyond what is kept. */
    synchronized void release(long epoch, long upToSeq, long nowMillis) {
        released.merge(epoch, upToSeq, Math::max);
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
     * Whether there is room for a new segment. What is in the ledger and only kept is given up for it, the oldest first.
     *
     * @param size of the new one, bytes
     */
    synchronized boolean makeRoom(int size) {
        while (bytes() + size > settings.maxBytes()) {
            if (!giveUpOldest()) {
                return false;
            }
        }
        return true;
    }

    /** Deletes the oldest segment of which all is in the ledger. False if there is none. */
    synchronized boolean giveUpOldest() {
        return segments.values().stream().filter(this::isShipped).anyMatch(this::delete);
    }

    private boolean isShipped(StoredSegment segment) {
        boolean empty = segment.lastSeq() < segment.firstSeq();
        return segment.isRetired()
                && (empty
                        || segment.lastSeq()
                                <= released.getOrDefault(segment.name().epoch(), 0L));
    }

    /** It is taken off the shelf first: who finds after reading that all is still there has read all of it. */
    private boolean delete(StoredSegment segment) {
        segments.remove(segment.name());
        try {
            JournalDirectory.delete(segment.file());
            return true;
        } catch (IOException e) {
            segments.put(segment.name(), segment);
            log.warn("{} is in the ledger and cannot be deleted; it is tried again", segment.file(), e);
            return false;
        }
    }
}
