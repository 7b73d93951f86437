package io.github.licensing4j.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * Grants each task to one node at a time, so that of several nodes only one exports usage or sends webhooks. The lease of a node
 * that dies ends by itself. Safe for use by many threads.
 */
public interface TaskLeases {

    /**
     * Takes the lease of a task, or extends it where the holder has it already.
     *
     * @param holder the name of the node, unique among those that share the leases
     * @param validFor how long the lease is valid from now
     * @return empty while another holder has the lease
     * @throws StoreException if the leases are unavailable; the task must not run then
     */
    Optional<TaskLease> hold(String task, String holder, Duration validFor);

    /**
     * Ends a lease, so that another node need not wait for its end. Does nothing if it has ended, or another node has it by now.
     *
     * @throws StoreException if the leases are unavailable; the lease then ends at its time
     */
    void release(TaskLease lease);

    /** Returns leases for a process that shares its store with no other: each is granted. */
    static TaskLeases local() {
        return new LocalTaskLeases();
    }
}
