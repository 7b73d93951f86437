package io.github.licensing4j.core.credential.replay;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.OutagePolicy.Replays;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.ReplayStore;
import java.time.InstantSource;

/** The used proofs of a node, as an engine has them before a shared store. */
public final class NodeReplays {
    private NodeReplays() {}

    public static GuardedReplays of(ReplayStore shared, InMemoryReplays memory, InstantSource clock) {
        return of(shared, memory, new GuardedReplays.Settings(Replays.CLOSED, 1, Status.DEGRADED), clock);
    }

    static GuardedReplays of(
            ReplayStore shared, InMemoryReplays memory, GuardedReplays.Settings settings, InstantSource clock) {
        return new GuardedReplays(
                new GuardedReplays.Stores(memory, shared), settings, clock, new Schedule().queue("replays"));
    }
}
