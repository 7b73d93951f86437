package io.github.licensing4j.core;

import io.github.licensing4j.spi.NodeRegistry;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures how long nodes have been away. The registry alone does not show it: a node that stops for a restart leaves the
 * registry at once. For one thread.
 */
final class AbsentNodes {
    /** The time for which a node must be absent from the registry before another one may act for it: longer than a restart takes. */
    static final Duration AWAY = Duration.ofSeconds(30);

    private final NodeRegistry nodes;
    private final InstantSource time;
    /** The instant at which each node was first found to be absent since it was last present, in epoch milliseconds. */
    private final Map<String, Long> since = new HashMap<>();

    /** @param time a clock that never steps */
    AbsentNodes(NodeRegistry nodes, InstantSource time) {
        this.nodes = nodes;
        this.time = time;
    }

    /**
     * Returns whether a node has been away for {@link #AWAY}, as far as this process has looked for it.
     *
     * @throws StoreException if the registry is unavailable
     */
    boolean isAway(String node) {
        if (nodes.find(node, NodeMembership.SILENCE).isPresent()) {
            since.remove(node);
            return false;
        }
        long now = time.millis();
        Long first = since.putIfAbsent(node, now);
        return first != null && now - first >= AWAY.toMillis();
    }

    /** Forgets all other nodes. */
    void retain(Collection<String> names) {
        since.keySet().retainAll(names);
    }
}
