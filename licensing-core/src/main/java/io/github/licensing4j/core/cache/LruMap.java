package io.github.licensing4j.core.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a limited number of entries and evicts the least recently used one, where reading a value and writing one are
 * both uses. Not safe for use by many threads.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class LruMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int max;

    /** @param max the number of entries above which one is evicted */
    public LruMap(int max) {
        super(16, 0.75f, true);
        this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
