package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.StoreException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what could not be worded, for reasons that would be the same the next time. Safe for use by many threads. */
final class RenderFailures {
    private static final Logger log = LoggerFactory.getLogger(RenderFailures.class);

    private final AtomicLong count = new AtomicLong();

    /**
     * Does something for the message of one counter.
     *
     * @throws StoreException as it comes: the store may answer the next time
     */
    void guarded(CounterIncrement counter, Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            if (count.getAndIncrement() == 0) {
                log.error(
                        "Nobody can be told of limit '{}' of license {}; usage is counted all the same",
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
                left == 0 ? "worded" : left + " messages of usage could not be worded and are told to nobody");
    }
}
