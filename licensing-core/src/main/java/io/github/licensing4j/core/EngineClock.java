package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.SlewingClock;
import io.github.licensing4j.core.schedule.StoreClock;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.spi.NodeRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The time of an engine, which never steps back. Nodes that share a store follow the clock of the store, so that a wrong clock of one
 * machine moves no period, no validity and no bill. Safe for use by many threads.
 */
final class EngineClock {
    private static final Duration READ_EVERY = Duration.ofSeconds(5);
    /** The difference of the machine's clock that is reported. */
    private static final Duration WRONG = Duration.ofSeconds(30);

    private final StoreClock store;
    private final SlewingClock steady;

    private EngineClock(StoreClock store, SlewingClock steady) {
        this.store = store;
        this.steady = steady;
    }

    /**
     * Starts a clock.
     *
     * @param wall the clock of this machine
     * @throws io.github.licensing4j.spi.StoreException if nodes share a store that does not answer
     */
    static EngineClock start(NodeRegistry nodes, InstantSource wall) {
        StoreClock store = new StoreClock(nodes::now, wall, System::nanoTime);
        store.read();
        String followed = store.wallAhead().isPresent() ? "the clock of the database" : "the wall clock";
        return new EngineClock(store, new SlewingClock(store, System::nanoTime, followed));
    }

    InstantSource time() {
        return steady;
    }

    private Health.Component health() {
        Health.Component own = steady.health();
        return store.wallAhead()
                .filter(ahead -> ahead.abs().compareTo(WRONG) > 0)
                .map(ahead -> new Health.Component(
                        own.name(),
                        Status.DEGRADED,
                        own.detail() + "; the clock of this machine is " + rounded(ahead.abs())
                                + (ahead.isNegative() ? " behind" : " ahead")))
                .orElse(own);
    }

    /** Rounds to seconds, because a reading takes time. */
    private static Duration rounded(Duration difference) {
        return difference.plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns the part that reads the clock of a shared store from time to time. */
    Component follower(Schedule schedule) {
        return new Follower(schedule.queue("licensing-clock"));
    }

    private final class Follower implements Component {
        private final TaskQueue tasks;

        Follower(TaskQueue tasks) {
            this.tasks = tasks;
        }

        @Override
        public void start() {
            if (store.wallAhead().isPresent()) {
                tasks.every(READ_EVERY, "read the clock of the database", store::read);
            }
        }

        @Override
        public Health.Component health() {
            return tasks.with(EngineClock.this.health());
        }

        @Override
        public void close() {
            tasks.stop();
        }
    }
}
