package io.github.licensing4j.core.license;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Copies of what a store holds, made at the first sight of each and dropped when told that it has changed. Bounded: copies
 * that were not asked for lately make room.
 *
 * <p>A copy can never outlive the news of its change: {@link #drop} waits for a look-up of the same key that is under way,
 * and then drops what that found. Safe for use by many threads.
 */
final class LoadingCache<K, V> {
    private final ConcurrentHashMap<K, Copy<V>> copies = new ConcurrentHashMap<>();
    private final Function<K, V> original;
    private final int max;
    private final ReentrantLock sweeping = new ReentrantLock();
    private Iterator<Map.Entry<K, Copy<V>>> hand = copies.entrySet().iterator();

    private static final class Copy<V> {
        private final V value;
        // Asked for since room was last made; a lost update costs nothing.
        private boolean asked;

        Copy(V value) {
            this.value = value;
        }
    }

    /** @param original asks the store; what it throws, {@link #get} throws, and nothing is kept */
    LoadingCache(Function<K, V> original, int max) {
        this.original = original;
        this.max = max;
    }

    V get(K key) {
        Copy<V> copy = copies.get(key);
        if (copy == null) {
            copy = copies.computeIfAbsent(key, absent -> new Copy<>(original.apply(absent)));
            if (copies.mappingCount() > max) {
                makeRoom();
            }
        }
        if (!copy.asked) {
            copy.asked = true;
        }
        return copy.value;
    }

    void drop(K key) {
        copies.remove(key);
    }

    void dropAll() {
        copies.clear();
    }

    int size() {
        return copies.size();
    }

    private void makeRoom() {
        if (!sweeping.tryLock()) {
            return;
        }
        try {
            // Twice around at most: the first time takes the marks away, the second time the copies.
            for (long left = 2 * copies.mappingCount(); left > 0 && copies.mappingCount() > max; left--) {
                if (!hand.hasNext()) {
                    hand = copies.entrySet().iterator();
                }
                Copy<V> copy = hand.hasNext() ? hand.next().getValue() : null;
                if (copy != null && !copy.asked) {
                    hand.remove();
                } else if (copy != null) {
                    copy.asked = false;
                }
            }
        } finally {
            sweeping.unlock();
        }
    }
}
