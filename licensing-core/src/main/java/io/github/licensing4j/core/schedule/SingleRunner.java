package io.github.licensing4j.core.schedule;

import io.github.licensing4j.core.schedule.GuardedTask.Work;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.TaskLease;
import io.github.licensing4j.spi.TaskLeases;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on one node at a time: on the one that has the lease of the task. Safe for use by many threads. */
public final class SingleRunner {
    /** The time for which another node waits for one that died while it ran the task. */
    private static final Duration VALID = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(SingleRunner.class);

    private final TaskLeases leases;
    private final String node;

    /** @param node the name of this node, unique among those that share the leases */
    public SingleRunner(TaskLeases leases, String node) {
        this.leases = leases;
        this.node = node;
    }

    /**
     * Returns work that is skipped while another node does it. The lease is taken for each run and released after it. A run that
     * takes longer than the lease can overlap with one of another node, so what it does must be safe to repeat.
     */
    public Work only(String task, Work work) {
        return () -> {
            Optional<TaskLease> lease = leases.hold(task, node, VALID);
            if (lease.isEmpty()) {
                log.debug("Another node runs '{}'", task);
                return;
            }
            try {
                work.run();
            } finally {
                release(lease.get());
            }
        };
    }

    /** A lease that cannot be released ends at its time; a failure of the work is the one to report. */
    private void release(TaskLease lease) {
        try {
            leases.release(lease);
        } catch (StoreException e) {
            log.debug("The lease of '{}' ends only at {}", lease.task(), lease.until(), e);
        }
    }
}
