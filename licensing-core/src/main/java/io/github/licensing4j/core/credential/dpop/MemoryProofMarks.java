package io.github.licensing4j.core.credential.dpop;

import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Remembers used proofs in the memory of this process. Refuses more when it is full, so that no use is forgotten. */
public final class MemoryProofMarks implements ProofMarks {
    private static final long CLEANING_MILLIS = 1000;

    private final ConcurrentHashMap<String, Long> used = new ConcurrentHashMap<>();
    private final int capacity;
    private final InstantSource clock;
    private final ReentrantLock cleaning = new ReentrantLock();
    private long cleanedMillis = Long.MIN_VALUE / 2;

    /** @param capacity how many proofs are remembered at most; may be exceeded by the number of threads */
    public MemoryProofMarks(int capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    @Override
    public Use use(Mark mark) {
        clean();
        if (used.mappingCount() >= capacity) {
            return Use.FULL;
        }
        String name = mark.thumbprint() + mark.digest();
        return used.putIfAbsent(name, mark.until().toEpochMilli()) == null ? Use.FRESH : Use.REPLAYED;
    }

    /** Forgets proofs that are no longer accepted, once a second. */
    private void clean() {
        if (!cleaning.tryLock()) {
            return;
        }
        try {
            long now = clock.millis();
            if (now - cleanedMillis >= CLEANING_MILLIS) {
                cleanedMillis = now;
                used.values().removeIf(until -> until <= now);
            }
        } finally {
            cleaning.unlock();
        }
    }
}
