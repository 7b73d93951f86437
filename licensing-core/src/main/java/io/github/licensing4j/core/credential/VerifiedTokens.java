package io.github.licensing4j.core.credential;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Caches the values of verified tokens, so that a repeated token is not verified again. Only verified tokens enter, so
 * invalid ones never evict one; when a row is full, an entry that was not used lately is evicted.
 *
 * <p>Tokens are found by a hash of their last characters, which are of the signature, and then compared as a whole. The
 * hash is seeded, so that colliding tokens cannot be prepared. Reading takes no lock and allocates nothing.
 *
 * <p>The caller must check whether a cached token is still valid: it was verified once, not now.
 *
 * @param <T> the value of a token
 */
public final class VerifiedTokens<T> {
    private static final int WAYS = 8;
    private static final int HASHED = 24;

    private final AtomicReferenceArray<@Nullable Entry<T>> slots;
    private final int rows;
    private final int seed = ThreadLocalRandom.current().nextInt();
    private final AtomicLong generation = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();

    private static final class Entry<T> {
        private final int hash;
        private final String token;
        private final T value;
        /**
         * Read since the last search for a free slot; a lost update costs nothing. A new entry is not used yet: tokens
         * that come once must not evict those that are repeated.
         */
        private boolean used;

        Entry(int hash, String token, T value) {
            this.hash = hash;
            this.token = token;
            this.value = value;
        }
    }

    /** @param maxTokens how many are cached at least, rounded up to a power of two times eight */
    public VerifiedTokens(int maxTokens) {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("at least one token must be remembered, got " + maxTokens);
        }
        int wanted = (maxTokens + WAYS - 1) / WAYS;
        this.rows = wanted == 1 ? 1 : Integer.highestOneBit(wanted - 1) << 1;
        this.slots = new AtomicReferenceArray<>(rows * WAYS);
    }

    /** Returns the value of a token, null if it is not cached. */
    public @Nullable T get(String token) {
        int hash = hash(token);
        int row = rowOf(hash);
        for (int slot = row; slot < row + WAYS; slot++) {
            Entry<T> entry = slots.get(slot);
            if (entry != null && entry.hash == hash && entry.token.equals(token)) {
                if (!entry.used) {
                    entry.used = true;
                }
                return entry.value;
            }
        }
        return null;
    }

    /** Returns the stamp to take before verifying a token that is to be cached. */
    public long generation() {
        return generation.get();
    }

    /**
     * Caches a verified token, unless the cache was cleared since the stamp was taken: it may have been verified with a
     * key that is gone.
     */
    public void put(String token, T value, long stamp) {
        int hash = hash(token);
        writing.lock();
        try {
            if (generation.get() == stamp) {
                slots.set(slotFor(token, hash), new Entry<>(hash, token, value));
            }
        } finally {
            writing.unlock();
        }
    }

    /** Removes every token. */
    public void clear() {
        writing.lock();
        try {
            generation.incrementAndGet();
            for (int slot = 0; slot < slots.length(); slot++) {
                slots.set(slot, null);
            }
        } finally {
            writing.unlock();
        }
    }

    /** Returns how many tokens are cached; counts them, for tests and health. */
    public int size() {
        int size = 0;
        for (int slot = 0; slot < slots.length(); slot++) {
            size += slots.get(slot) == null ? 0 : 1;
        }
        return size;
    }

    /** Returns how many tokens can be cached. */
    public int capacity() {
        return slots.length();
    }

    private int slotFor(String token, int hash) {
        int row = rowOf(hash);
        int free = -1;
        for (int slot = row; slot < row + WAYS; slot++) {
            Entry<T> entry = slots.get(slot);
            if (entry == null) {
                free = free < 0 ? slot : free;
            } else if (entry.hash == hash && entry.token.equals(token)) {
                return slot;
            }
        }
        return free >= 0 ? free : leastUsed(row);
    }

    private int leastUsed(int row) {
        // Start anywhere, so that no slot of the row is always the first to go.
        int start = ThreadLocalRandom.current().nextInt(WAYS);
        for (int i = 0; i < WAYS; i++) {
            int slot = row + (start + i) % WAYS;
            Optional<Entry<T>> entry = Optional.ofNullable(slots.get(slot));
            if (entry.isEmpty() || !entry.get().used) {
                return slot;
            }
            entry.get().used = false;
        }
        return row + start;
    }

    private int rowOf(int hash) {
        return (hash & (rows - 1)) * WAYS;
    }

    private int hash(String token) {
        int hash = seed;
        for (int i = Math.max(0, token.length() - HASHED); i < token.length(); i++) {
            // Not a sum of powers: with one, the seed moves all hashes by the same amount, so that collisions do not
            // depend on it.
            hash = (Integer.rotateLeft(hash, 5) ^ token.charAt(i)) * 0x9E3779B1;
        }
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        return hash ^ hash >>> 13;
    }
}
