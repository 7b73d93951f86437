package io.github.licensing4j.core.credential.replay;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.OutagePolicy.Replays;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers used proofs in the memory of this node first, which spares the store what the node has accepted itself, and then in the store
 * that nodes share. While that does not answer, no call tries it: a background task does, once a second, and calls follow the outage
 * policy. Safe for use by many threads.
 */
public final class GuardedReplays implements ReplayStore, Component {
    private static final Logger log = LoggerFactory.getLogger(GuardedReplays.class);
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final Duration REMOVE = Duration.ofSeconds(30);
    /** The time for which ended marks are kept, because the clock of the node that removes them may be ahead. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Stores stores;
    private final Settings settings;
    private final InstantSource clock;
    private final TaskQueue tasks;
    private final String probeId = UUID.randomUUID().toString();
    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final LongAdder beyond = new LongAdder();
    /** The proofs that were accepted without the store before the present outage, or the last one. */
    private volatile long beyondBefore;

    /**
     * The stores of used proofs.
     *
     * @param memory bounds what this node accepts, and is all that it has while the other one does not answer
     * @param shared the store of all nodes
     */
    public record Stores(ReplayStore memory, ReplayStore shared) {}

    /**
     * The reaction to a store that does not answer.
     *
     * @param policy what applies to proofs meanwhile
     * @param failuresInRow after how many failures in a row no call tries the store, 1 or more
     * @param refusing the health while proofs are refused
     */
    public record Settings(Replays policy, int failuresInRow, Status refusing) {}

    private record Outage(String reason, long sinceMillis) {}

    /** @param tasks runs the checks of the store, and the removal of marks that have ended */
    public GuardedReplays(Stores stores, Settings settings, InstantSource clock, TaskQueue tasks) {
        this.stores = stores;
        this.settings = settings;
        this.clock = clock;
        this.tasks = tasks;
    }

    @Override
    public void start() {
        tasks.every(PROBE, "check whether the store of used proofs answers", this::probe);
        tasks.everyOnOneNode(
                REMOVE,
                REMOVE,
                "remove used proofs that have ended",
                permit -> expire(clock.instant().minus(KEPT)));
    }

    @Override
    public ReplayResult use(ReplayMark mark) {
        boolean isAway = outage.get() != null;
        if (isAway && settings.policy == Replays.CLOSED) {
            // Not remembered, so that the client can repeat the request once the store answers.
            return ReplayResult.UNKNOWN;
        }
        ReplayResult own = stores.memory.use(mark);
        if (own != ReplayResult.FIRST) {
            return own;
        }
        ReplayResult shared = isAway ? ReplayResult.UNKNOWN : useShared(mark);
        if (shared == ReplayResult.UNKNOWN && settings.policy == Replays.OPEN) {
            beyond.increment();
            return ReplayResult.FIRST;
        }
        return shared;
    }

    private ReplayResult useShared(ReplayMark mark) {
        try {
            ReplayResult result = stores.shared.use(mark);
            if (failures.get() != 0) {
                failures.set(0);
            }
            return result;
        } catch (RuntimeException e) {
            // Of any kind: a proof whose use is not recorded is not accepted.
            if (failures.incrementAndGet() >= settings.failuresInRow) {
                began(e);
            }
            return ReplayResult.UNKNOWN;
        }
    }

    /** Removes marks of the shared store, unless it does not answer. */
    @Override
    public void expire(Instant before) {
        if (outage.get() == null) {
            stores.shared.expire(before);
        }
    }

    /** Checks during an outage whether the store records marks again. */
    void probe() {
        if (outage.get() == null) {
            return;
        }
        Instant now = clock.instant();
        try {
            ReplayResult unused = stores.shared.use(new ReplayMark("probe", probeId, now, now, now.plus(PROBE)));
            ended();
        } catch (RuntimeException e) {
            log.debug("The store of used proofs does not answer", e);
        }
    }

    private void began(RuntimeException cause) {
        Outage next = new Outage(String.valueOf(cause.getMessage()), clock.millis());
        if (outage.get() == null && outage.compareAndSet(null, next)) {
            beyondBefore = beyond.sum();
            log.error("The store of used proofs does not answer; proofs are {}", text(), cause);
        }
    }

    private void ended() {
        Outage ended = outage.getAndSet(null);
        if (ended != null) {
            failures.set(0);
            log.info(
                    "The store of used proofs answers again after {}; {} proofs were accepted without it",
                    age(ended),
                    overshoot());
        }
    }

    private Duration age(Outage present) {
        return Duration.ofMillis(Math.max(0, clock.millis() - present.sinceMillis));
    }

    private long overshoot() {
        return beyond.sum() - beyondBefore;
    }

    private String text() {
        return switch (settings.policy) {
            case OPEN -> "accepted once by each node";
            case CLOSED -> "refused";
        };
    }

    /** Returns whether the store answers. */
    @Override
    public Health.Component health() {
        Outage present = outage.get();
        if (present == null) {
            return tasks.with(new Health.Component("replay-store", Status.UP, "connected"));
        }
        return new Health.Component(
                "replay-store",
                settings.policy == Replays.CLOSED ? settings.refusing : Status.DEGRADED,
                "degraded since " + Instant.ofEpochMilli(present.sinceMillis) + ", for " + age(present)
                        + "; proofs are " + text() + ", " + overshoot() + " accepted without the store: "
                        + present.reason);
    }

    @Override
    public List<OutageStatus> outages() {
        Outage present = outage.get();
        return List.of(new OutageStatus(
                OutageStatus.Kind.REPLAY,
                present == null ? null : Instant.ofEpochMilli(present.sinceMillis),
                overshoot()));
    }

    /** Ends the tasks. The store is closed by its owner. */
    @Override
    public void close() {
        tasks.stop();
    }
}
