package io.github.licensing4j.core.schedule;

import io.github.licensing4j.core.schedule.GuardedTask.Work;
import io.github.licensing4j.spi.TaskLease;
import io.github.licensing4j.spi.TaskLeases;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on one node at a time: on the one that has the lease of the task. Safe for use by many threads. */
public final class SingleRunner {
    /** How long another node waits for one that died while it ran the task. */
    private static final Duration VALID = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(SingleRunner.class);

    private final TaskLeases leases;
    private final String node;

    /** @param node the name of this node, unique among those that share the leases */
    public SingleRunner(TaskLeases leases, String node) {
        this.leases = leases;
        this.node = node;
    }

    /** Returns work that is skipped while another node does it. The lease is taken for each run and released after it. */
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
                leases.release(lease.get());
            }
        };
    }
}
