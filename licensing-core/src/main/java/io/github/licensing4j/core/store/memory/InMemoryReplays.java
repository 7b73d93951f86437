package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers used proofs in the memory of this process. Refuses more when it is full, so that no use is forgotten. A restart forgets
 * them.
 */
public final class InMemoryReplays implements ReplayStore {
    private final int mostOfKey;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    /** For each key its marks, and the millisecond at which each ends. Guarded by the lock, as all that follows. */
    private final Map<String, Map<String, Long>> used = new HashMap<>();
    /** By the second in which they end. */
    private final NavigableMap<Long, List<Name>> ends = new TreeMap<>();

    private int size;
    /** Marks that ended before this second are removed. */
    private long removedSecond = Long.MIN_VALUE;

    private record Name(String key, String id) {}

    /**
     * @param mostOfKey how many proofs of one key are remembered at most
     * @param most how many proofs are remembered at most
     */
    public InMemoryReplays(int mostOfKey, int most) {
        this.mostOfKey = mostOfKey;
        this.most = most;
    }

    @Override
    public ReplayResult use(ReplayMark mark) {
        long now = mark.at().toEpochMilli();
        lock.lock();
        try {
            removeBefore(now);
            if (mark.until().toEpochMilli() / 1000 < removedSecond) {
                // The thread was delayed after it had read the clock.
                return ReplayResult.UNKNOWN;
            }
            Map<String, Long> ofKey = used.getOrDefault(mark.key(), Map.of());
            Long end = ofKey.get(mark.id());
            if (end != null && end > now) {
                return ReplayResult.REPLAYED;
            }
            if (end == null && (size >= most || ofKey.size() >= mostOfKey)) {
                return ReplayResult.FULL;
            }
            remember(mark);
            return ReplayResult.FIRST;
        } finally {
            lock.unlock();
        }
    }

    private void remember(ReplayMark mark) {
        long end = mark.until().toEpochMilli();
        if (used.computeIfAbsent(mark.key(), key -> new HashMap<>()).put(mark.id(), end) == null) {
            size++;
        }
        ends.computeIfAbsent(end / 1000, second -> new ArrayList<>()).add(new Name(mark.key(), mark.id()));
    }

    @Override
    public void expire(Instant before) {
        lock.lock();
        try {
            removeBefore(before.toEpochMilli());
        } finally {
            lock.unlock();
        }
    }

    /** Removes the marks of whole seconds that are over. */
    private void removeBefore(long millis) {
        removedSecond = Math.max(removedSecond, millis / 1000);
        while (!ends.isEmpty() && ends.firstKey() < millis / 1000) {
            for (Name name : ends.pollFirstEntry().getValue()) {
                used.computeIfPresent(name.key, (key, ofKey) -> remaining(ofKey, name.id, millis));
            }
        }
    }

    /** Returns the marks of a key without one that has ended, null if none is left. It may have been used again since. */
    private @Nullable Map<String, Long> remaining(Map<String, Long> ofKey, String id, long millis) {
        Long end = ofKey.get(id);
        if (end != null && end <= millis) {
            ofKey.remove(id);
            size--;
        }
        return ofKey.isEmpty() ? null : ofKey;
    }
}
