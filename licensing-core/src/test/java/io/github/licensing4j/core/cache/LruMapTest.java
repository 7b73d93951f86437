package io.github.licensing4j.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A map that evicts what was used least recently. */
class LruMapTest {
    private final LruMap<String, Integer> map = new LruMap<>(2);

    @Test
    void evictsLeastRecentlyWritten() {
        map.put("a", 1);
        map.put("b", 2);
        map.put("c", 3);
        assertThat(map).containsOnlyKeys("b", "c");
    }

    @Test
    void keepsWhatWasRead() {
        map.put("a", 1);
        map.put("b", 2);
        assertThat(map.get("a")).isEqualTo(1);
        map.computeIfAbsent("c", absent -> 3);
        assertThat(map).containsOnlyKeys("a", "c");
    }
}
