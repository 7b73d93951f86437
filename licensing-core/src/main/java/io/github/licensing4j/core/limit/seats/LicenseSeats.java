package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatLevel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Caches the seats of one license on this node. Dropped as a whole when they may have changed; what a request that began before adds to it
 * then is not read any more. Safe for use by many threads.
 */
final class LicenseSeats {
    private final ConcurrentHashMap<Key, CachedSeat> seats = new ConcurrentHashMap<>(4);
    private final ConcurrentHashMap<SeatCounter, AtomicLong> taken = new ConcurrentHashMap<>(2);

    /** The holder of a seat under a limit. */
    record Key(SeatCounter counter, String holder) {}

    @Nullable
    CachedSeat find(Key key) {
        return seats.get(key);
    }

    /** Caches a seat, null for a refusal, with the seats that are taken. Returns how many entries were added. */
    int put(Key key, SeatsLimit limit, SeatLevel level, long nowMillis) {
        AtomicLong count = count(key.counter());
        count.set(level.taken());
        CachedSeat entry = level.own() == null
                ? CachedSeat.refused(limit, count, nowMillis)
                : CachedSeat.held(limit, count, level.own(), nowMillis);
        return seats.put(key, entry) == null ? 1 : 0;
    }

    /** Returns the seats under a limit that others cannot take, as last read; 0 if they were not. */
    AtomicLong count(SeatCounter counter) {
        AtomicLong known = taken.get(counter);
        return known == null ? taken.computeIfAbsent(counter, unused -> new AtomicLong()) : known;
    }

    void remove(Key key, CachedSeat entry) {
        boolean unused = seats.remove(key, entry);
    }

    /** Removes what time has ended. Returns the number of entries that are left. */
    int sweep(long nowMillis) {
        seats.values().removeIf(entry -> entry.isOver(nowMillis));
        return seats.size();
    }

    int size() {
        return seats.size();
    }
}
