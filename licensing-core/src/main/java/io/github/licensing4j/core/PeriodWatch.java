package io.github.licensing4j.core;

import io.github.licensing4j.core.usage.export.PeriodCloser;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that tells of quota periods that have ended. What fails is tried again the next time. */
final class PeriodWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeriodWatch.class);
    private static final Duration INTERVAL = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PeriodCloser closer;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "licensing-periods");
        made.setDaemon(true);
        return made;
    });

    PeriodWatch(PeriodCloser closer) {
        this.closer = closer;
    }

    /** Looks now, then every 15 minutes. */
    void start() {
        var unused = thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        try {
            boolean ended = closer.close();
            log.debug(ended ? "Quota periods that have ended are told of" : "Another node tells of quota periods");
        } catch (StoreException e) {
            log.debug("Cannot tell of quota periods while the store does not answer", e);
        } catch (RuntimeException | Error e) {
            log.error("Cannot tell of quota periods that have ended", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
