package io.github.licensing4j.core.schedule;

import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.TaskLease;
import io.github.licensing4j.spi.TaskLeases;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extends a lease while its task runs. The end of the lease is measured on this process's monotonic clock from before it was
 * requested, so it is never after the end in the store. Safe for use by two threads.
 */
final class HeldLease implements TaskPermit {
    /** The time for which another node waits for one that died while it ran the task. */
    static final Duration VALID = Duration.ofSeconds(30);
    /** The age at which a lease is extended. */
    static final Duration EXTENDED_AFTER = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(HeldLease.class);

    private final TaskLeases leases;
    private final TaskLease lease;
    private final LongSupplier nanos;
    private volatile long heldNanos;
    private volatile boolean lost;

    private HeldLease(TaskLeases leases, TaskLease lease, LongSupplier nanos, long heldNanos) {
        this.leases = leases;
        this.lease = lease;
        this.nanos = nanos;
        this.heldNanos = heldNanos;
    }

    /**
     * Takes the lease of a task.
     *
     * @return empty while another node has it
     */
    static Optional<HeldLease> take(TaskLeases leases, String task, String holder, LongSupplier nanos) {
        long before = nanos.getAsLong();
        return leases.hold(task, holder, VALID).map(lease -> new HeldLease(leases, lease, nanos, before));
    }

    /** Extends the lease, unless it was lost. While the store is unavailable, the lease is valid until its end. */
    synchronized void extend() {
        long before = nanos.getAsLong();
        if (lost || before - heldNanos >= VALID.toNanos()) {
            return;
        }
        try {
            Optional<TaskLease> next = leases.hold(lease.task(), lease.holder(), VALID);
            if (next.isPresent() && next.get().term() == lease.term()) {
                heldNanos = before;
            } else {
                lost = true;
                next.ifPresent(leases::release);
            }
        } catch (StoreException e) {
            log.debug("The lease to {} cannot be extended", lease.task(), e);
        }
    }

    @Override
    public void check() {
        if (nanos.getAsLong() - heldNanos >= EXTENDED_AFTER.toNanos()) {
            extend();
        }
        if (lost || nanos.getAsLong() - heldNanos >= VALID.toNanos()) {
            throw new LeaseLostException(lease.task());
        }
    }

    /** Releases the lease; one that cannot be released ends at its time. */
    void release() {
        try {
            leases.release(lease);
        } catch (StoreException e) {
            log.debug("The lease to {} ends only at {}", lease.task(), lease.until(), e);
        }
    }
}
