package io.github.licensing4j.spi;

import java.util.List;

/**
 * The result of storing a change.
 *
 * @param generation the generation of the change, one above the one before it; the present one if the change does not
 *     appear in the feed
 * @param counters the change of each counter by corrections
 */
public record StoredChange(long generation, List<CounterChange> counters) {
    public StoredChange {
        counters = List.copyOf(counters);
    }
}
