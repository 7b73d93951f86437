package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces quota periods that have ended, in the background. A failure is retried with the next run. */
public final class PeriodWatch implements Component {
    private static final Logger log = LoggerFactory.getLogger(PeriodWatch.class);
    private static final Duration INTERVAL = Duration.ofMinutes(15);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final PeriodCloser closer;
    private final InstantSource clock;
    private volatile Run last;
    private final TaskQueue tasks;

    /**
     * The result of the last run.
     *
     * @param wellAt when it last succeeded, or the watch began
     * @param failures the number of consecutive failures since
     * @param why the error, empty after a success
     */
    private record Run(Instant wellAt, int failures, String why) {}

    public PeriodWatch(PeriodCloser closer, InstantSource clock, Schedule schedule) {
        this.tasks = schedule.queue("licensing-periods");
        this.closer = closer;
        this.clock = clock;
        this.last = new Run(clock.instant(), 0, "");
    }

    /** Runs now, then every 15 minutes. */
    @Override
    public void start() {
        tasks.everyOnOneNode(Duration.ZERO, INTERVAL, "close quota periods that have ended", permit -> announce());
    }

    /** Announces ended periods; for one thread at a time. */
    public void announce() {
        try {
            boolean ended = closer.close();
            log.debug(ended ? "Ended quota periods are announced" : "Another node announces ended quota periods");
            last = new Run(clock.instant(), 0, "");
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        }
    }

    private void failed(Throwable why) {
        last = new Run(last.wellAt, last.failures + 1, String.valueOf(why.getMessage()));
    }

    /** Returns whether ended periods are announced, without reading the store. */
    @Override
    public Health.Component health() {
        Run run = last;
        return tasks.with(
                run.failures == 0
                        ? new Health.Component(
                                "periods", Status.UP, "ended quota periods are announced, as of " + run.wellAt)
                        : new Health.Component(
                                "periods",
                                Status.DEGRADED,
                                "ended quota periods are not announced since " + run.wellAt + ", after " + run.failures
                                        + " attempts: " + run.why));
    }

    @Override
    public void close() {
        tasks.finish(CLOSE_TIMEOUT);
    }
}
