package io.github.licensing4j.core.license;

import java.util.Optional;
import java.util.function.Function;

/**
 * Caches keys of callers by what they name in their calls. What is unknown is not cached: it would evict keys, and callers choose it.
 *
 * @param <K> the records of keys
 */
final class KeyCache<K> {
    private static final int MAX_KEYS = 100_000;

    private final LoadingCache<String, Optional<K>> keys;

    /** @param original finds a key; {@link #get} throws its exception */
    KeyCache(Function<String, Optional<K>> original) {
        this.keys = new LoadingCache<>(original, MAX_KEYS);
    }

    Optional<K> get(String name) {
        Optional<K> key = keys.get(name);
        if (key.isEmpty()) {
            keys.drop(name);
        }
        return key;
    }

    void drop(String name) {
        keys.drop(name);
    }

    void dropAll() {
        keys.dropAll();
    }

    int size() {
        return keys.size();
    }
}
