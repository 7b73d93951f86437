package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.schedule.BackgroundThread;
import io.github.licensing4j.core.usage.export.PeriodCloser;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that tells of quota periods that have ended. What fails is tried again the next time. */
final class PeriodWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeriodWatch.class);
    private static final Duration INTERVAL = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PeriodCloser closer;
    private final InstantSource clock;
    private volatile Look last;
    private final BackgroundThread thread = new BackgroundThread("licensing-periods");

    /**
     * How it went.
     *
     * @param wellAt when it last went well, or the watch began
     * @param failures how often in a row it has not gone well since
     * @param why why it did not, empty if it did
     */
    private record Look(Instant wellAt, int failures, String why) {}

    PeriodWatch(PeriodCloser closer, InstantSource clock) {
        this.closer = closer;
        this.clock = clock;
        this.last = new Look(clock.instant(), 0, "");
    }

    /** Looks now, then every 15 minutes. */
    void start() {
        thread.every(Duration.ZERO, INTERVAL, "close quota periods that have ended", this::look);
    }

    /** Tells of what has ended; for one thread at a time. */
    void look() {
        try {
            boolean ended = closer.close();
            log.debug(ended ? "Quota periods that have ended are told of" : "Another node tells of quota periods");
            last = new Look(clock.instant(), 0, "");
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        }
    }

    private void failed(Throwable why) {
        last = new Look(last.wellAt, last.failures + 1, String.valueOf(why.getMessage()));
    }

    /** Whether ended periods are told of. Asks nobody. */
    Health.Component health() {
        Look look = last;
        return thread.with(
                look.failures == 0
                        ? new Health.Component(
                                "periods", Status.UP, "ended quota periods are told of, as of " + look.wellAt)
                        : new Health.Component(
                                "periods",
                                Status.DEGRADED,
                                "ended quota periods are not told of since " + look.wellAt + ", after " + look.failures
                                        + " attempts: " + look.why));
    }

    @Override
    public void close() {
        thread.finish(PATIENCE);
    }
}
