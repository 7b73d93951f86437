package io.github.licensing4j.core.schedule;

import io.github.licensing4j.core.schedule.GuardedTask.Work;
import io.github.licensing4j.spi.TaskLeases;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on one node at a time: on the one that has the lease of the task. Safe for use by many threads. */
final class SingleRunner {
    private static final Logger log = LoggerFactory.getLogger(SingleRunner.class);

    private final TaskLeases leases;
    private final String holder;
    private final Repeater repeater;
    private final LongSupplier nanos;

    /** Runs something at an interval, until it is cancelled. */
    @FunctionalInterface
    interface Repeater {
        Future<?> repeat(Duration interval, Runnable work);
    }

    /**
     * Creates a runner of one process.
     *
     * @param holder the name of this process, unique among those that share the leases
     * @param repeater extends leases while their tasks run
     * @param nanos a monotonic ticker
     */
    SingleRunner(TaskLeases leases, String holder, Repeater repeater, LongSupplier nanos) {
        this.leases = leases;
        this.holder = holder;
        this.repeater = repeater;
        this.nanos = nanos;
    }

    /**
     * Returns work that is skipped while another node does it. The lease is taken for each run, extended while it runs, and
     * released after it. A run that has lost its lease ends at its next check.
     */
    Work only(String task, TaskPermit.Work work) {
        return () -> {
            Optional<HeldLease> taken = HeldLease.take(leases, task, holder, nanos);
            if (taken.isEmpty()) {
                log.debug("Another node runs '{}'", task);
                return;
            }
            HeldLease lease = taken.get();
            Future<?> extension = repeater.repeat(HeldLease.EXTENDED_AFTER, lease::extend);
            try {
                work.run(lease);
            } catch (LeaseLostException e) {
                log.warn("This node stops to {} until its next run: {}", task, e.getMessage());
            } finally {
                extension.cancel(false);
                lease.release();
            }
        };
    }
}
