package io.github.licensing4j.core;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.credential.replay.GuardedReplays;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.core.store.redis.RedisLimits;
import io.github.licensing4j.spi.ReplayStore;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The used proofs of possession, nonces of signatures included.
 *
 * @param store remembers them
 * @param guard the same store if nodes share it, null if it is the memory of this process
 */
record UsedProofs(ReplayStore store, @Nullable GuardedReplays guard) {
    private static final int MOST = 200_000;
    private static final int MOST_OF_KEY = 40_000;
    /** The connection to Redis tolerates as many, because its time-out is short. */
    private static final int FAILURES_OF_REDIS = 3;

    /** Uses the store of the host, else Redis, else the license store if that has one, else memory. */
    static UsedProofs of(LicensingBuilder settings, InstantSource clock, Schedule schedule) {
        InMemoryReplays memory = new InMemoryReplays(MOST_OF_KEY, MOST);
        RedisLimits redis = settings.replays == null ? settings.redis : null;
        ReplayStore shared = redis == null ? shared(settings) : redis.replays();
        if (shared == null) {
            return new UsedProofs(memory, null);
        }
        GuardedReplays guard = new GuardedReplays(
                new GuardedReplays.Stores(memory, shared),
                new GuardedReplays.Settings(
                        settings.replayOutage,
                        redis == null ? 1 : FAILURES_OF_REDIS,
                        // Without required proofs, other calls are decided all the same.
                        isRequired(settings) ? Status.DOWN : Status.DEGRADED),
                clock,
                schedule.queue("licensing-replays"));
        return new UsedProofs(guard, guard);
    }

    private static boolean isRequired(LicensingBuilder settings) {
        return settings.dpop.isRequired() || settings.signatures.isRequired();
    }

    private static @Nullable ReplayStore shared(LicensingBuilder settings) {
        return settings.replays == null ? settings.stored.store().replays().orElse(null) : settings.replays;
    }
}
