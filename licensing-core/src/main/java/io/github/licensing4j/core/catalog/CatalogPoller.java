package io.github.licensing4j.core.catalog;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that looks again and again until it is closed. */
final class CatalogPoller implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CatalogPoller.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Runnable look;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "licensing-catalog");

    /** @param interval between looks; zero starts no thread */
    CatalogPoller(Runnable look, Duration interval) {
        this.look = look;
        this.interval = interval;
        thread.setDaemon(true);
    }

    void start() {
        if (!interval.isZero()) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                lookSafely();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookSafely() {
        try {
            look.run();
        } catch (RuntimeException e) {
            log.error("Looking at the catalog failed, it will be looked at again", e);
        }
    }

    /** Waits for a look in progress. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
