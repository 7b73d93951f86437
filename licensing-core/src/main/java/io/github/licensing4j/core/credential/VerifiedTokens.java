package io.github.licensing4j.core.credential;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what verified tokens stand for, so that a repeat is not verified again. Only verified tokens enter, so garbage
 * never pushes one out; when a row is full, the entry of it that was not used lately makes room.
 *
 * <p>Tokens are told apart by a hash of their last characters, which are of the signature, and then by comparing them
 * whole. The hash is seeded, so that nobody can prepare tokens that collide. Reading takes no lock and makes nothing.
 *
 * <p>Whether a remembered token still holds is for the caller to check: it was verified once, not now.
 *
 * @param <T> what a token stands for
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
         * Read since the last time somebody looked for room; a lost update costs nothing. A new one is not: tokens that
         * come once must not push out those that come again.
         */
        private boolean used;

        Entry(int hash, String token, T value) {
            this.hash = hash;
            this.token = token;
            this.value = value;
        }
    }

    /**
     * @param maxTokens how many are remembered at least, rounded up to a power of two times eight
     */
    public VerifiedTokens(int maxTokens) {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("at least one token must be remembered, got " + maxTokens);
        }
        int wanted = (maxTokens + WAYS - 1) / WAYS;
        this.rows = wanted == 1 ? 1 : Integer.highestOneBit(wanted - 1) << 1;
        this.slots = new AtomicReferenceArray<>(rows * WAYS);
    }

    /** What a token stands for, null if it is not remembered. */
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

    /** The stamp to take before verifying a token that is to be remembered. */
    public long generation() {
        return generation.get();
    }

    /**
     * Remembers a verified token, unless everything was forgotten since the stamp was taken: it may have been verified with a
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

    /** Forgets every token. */
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

    /** How many tokens are remembered; counts them, for tests and health. */
    public int size() {
        int size = 0;
        for (int slot = 0; slot < slots.length(); slot++) {
            size += slots.get(slot) == null ? 0 : 1;
        }
        return size;
    }

    /** How many tokens can be remembered. */
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
            // Not a sum of powers: with one, the seed moves all hashes by the same amount, and what collides once
            // collides
            // always.
            hash = (Integer.rotateLeft(hash, 5) ^ token.charAt(i)) * 0x9E3779B1;
        }
        hash ^= hash >>> 16;
        hash *= 0x85EBCA6B;
        return hash ^ hash >>> 13;
    }
}
