package io.github.licensing4j.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Registers the nodes that share a store, so that no two live processes have the same name. Times are by the clock of the
 * store. Safe for use by many threads; each method throws {@link StoreException} if the store is unavailable.
 */
public interface NodeRegistry {

    /**
     * Claims a name for a process, or confirms that the process still runs if it has the name already.
     *
     * @return the process that has the name and keeps it; empty if the claim succeeded
     */
    Optional<NodeRecord> claim(NodeClaim claim);

    /** Returns the process that has a name, if it was seen within a time. */
    Optional<NodeRecord> find(String name, Duration within);

    /** Removes a process that ends, so that its name is free. Does nothing if another process has the name. */
    void release(String name, String process);

    /**
     * Returns the number of processes that were seen within a time.
     *
     * @return at least 1
     */
    int live(Duration within);

    /**
     * Returns the time by the clock of the store, which decides periods and validity on every node.
     *
     * @return empty if the store has no clock that processes share, the default: each process then uses its own
     */
    default Optional<Instant> now() {
        return Optional.empty();
    }

    /** Returns a registry for a process that shares its store with no other: each claim succeeds. */
    static NodeRegistry local() {
        return new LocalNodeRegistry();
    }
}
