package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.TaskLease;
import io.github.licensing4j.spi.TaskLeases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Grants leases within one process. Keeps one lease for each name of a task, of which there are few. */
public final class InMemoryTaskLeases implements TaskLeases {
    private final InstantSource clock;
    private final Map<String, TaskLease> leases = new HashMap<>();

    public InMemoryTaskLeases(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<TaskLease> hold(String task, String holder, Duration validFor) {
        Instant now = clock.instant();
        TaskLease last = leases.get(task);
        boolean isOwn = last != null && last.holder().equals(holder);
        if (last != null && !isOwn && now.isBefore(last.until())) {
            return Optional.empty();
        }
        long before = last == null ? 0 : last.term();
        TaskLease lease = new TaskLease(task, holder, isOwn ? before : before + 1, now.plus(validFor));
        leases.put(task, lease);
        return Optional.of(lease);
    }

    @Override
    public synchronized void release(TaskLease lease) {
        TaskLease last = leases.get(lease.task());
        if (last != null && last.term() == lease.term()) {
            leases.put(lease.task(), new TaskLease(last.task(), last.holder(), last.term(), Instant.MIN));
        }
    }
}
