package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.StoreException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts notifications that could not be rendered and would fail again. Safe for use by many threads. */
final class RenderFailures {
    private static final Logger log = LoggerFactory.getLogger(RenderFailures.class);

    private final AtomicLong count = new AtomicLong();

    /**
     * Renders the notifications of one counter, catching and counting failures.
     *
     * @throws StoreException as thrown: the store may be available the next time
     */
    void guarded(CounterIncrement counter, Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            if (count.getAndIncrement() == 0) {
                log.error(
                        "A notification about limit '{}' of license {} cannot be rendered and is dropped; usage is still counted",
                        counter.counter().limit(),
                        counter.license(),
                        e);
            }
        }
    }

    Health.Component health() {
        long left = count.get();
        return new Health.Component(
                "usage-messages",
                left == 0 ? Status.UP : Status.DEGRADED,
                left == 0 ? "no failures" : left + " usage notifications could not be rendered and were dropped");
    }
}
