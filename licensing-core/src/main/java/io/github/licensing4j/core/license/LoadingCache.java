package io.github.licensing4j.core.license;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Caches values that are loaded on first use and dropped when they change. Bounded: values that were not used lately
 * are evicted.
 *
 * <p>A value never outlives the notice of its change: {@link #drop} waits for a load of the same key in progress, and
 * then drops its result. Safe for use by many threads.
 */
final class LoadingCache<K, V> {
    private final ConcurrentHashMap<K, Copy<V>> copies = new ConcurrentHashMap<>();
    private final Function<K, V> original;
    private final int max;
    private final ReentrantLock sweeping = new ReentrantLock();
    private Iterator<Map.Entry<K, Copy<V>>> hand = copies.entrySet().iterator();

    private static final class Copy<V> {
        private final V value;
        // Used since the last eviction; a lost update costs nothing.
        private boolean used;

        Copy(V value) {
            this.value = value;
        }
    }

    /** @param original loads a value; {@link #get} throws its exception, and nothing is cached */
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
        if (!copy.used) {
            copy.used = true;
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
            // At most two passes: the first clears the marks, the second evicts.
            for (long left = 2 * copies.mappingCount(); left > 0 && copies.mappingCount() > max; left--) {
                if (!hand.hasNext()) {
                    hand = copies.entrySet().iterator();
                }
                Copy<V> copy = hand.hasNext() ? hand.next().getValue() : null;
                if (copy != null && !copy.used) {
                    hand.remove();
                } else if (copy != null) {
                    copy.used = false;
                }
            }
        } finally {
            sweeping.unlock();
        }
    }
}
