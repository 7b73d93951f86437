package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.TaskLeases;
import io.github.licensing4j.tck.TaskLeasesContract;

/** Runs the contract of task leases. */
class InMemoryTaskLeasesTest extends TaskLeasesContract {
    private final TaskLeases leases = new InMemoryTaskLeases(clock);

    @Override
    protected TaskLeases node() {
        return leases;
    }
}
