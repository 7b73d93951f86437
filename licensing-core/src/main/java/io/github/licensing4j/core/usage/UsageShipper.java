package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that brings usage to the ledger. While the ledger does not answer, usage waits in the trail. */
final class UsageShipper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UsageShipper.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final UsageTrail trail;
    private final Shipment shipment;
    private final Duration interval;
    private final InstantSource clock;
    private final ReentrantLock shipping = new ReentrantLock();
    private volatile long answeredMillis;
    private volatile boolean down;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "licensing-usage");
        made.setDaemon(true);
        return made;
    });

    UsageShipper(UsageTrail trail, Shipment shipment, Duration interval, InstantSource clock) {
        this.trail = trail;
        this.shipment = shipment;
        this.interval = interval;
        this.clock = clock;
        this.answeredMillis = clock.millis();
    }

    Shipment shipment() {
        return shipment;
    }

    void start() {
        ship();
        long nanos = interval.toNanos();
        var unused = thread.scheduleWithFixedDelay(this::guarded, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Ships everything there is. */
    void ship() {
        holding(() -> trail.ship(shipment));
    }

    /** Does something while nothing is shipped. */
    void holding(Runnable work) {
        shipping.lock();
        try {
            work.run();
            answered();
        } finally {
            shipping.unlock();
        }
    }

    private void answered() {
        answeredMillis = clock.millis();
        if (down) {
            down = false;
            log.info("Usage reaches the ledger again");
        }
    }

    private void guarded() {
        try {
            ship();
        } catch (StoreException e) {
            failed("The usage ledger does not answer; usage waits", e);
        } catch (RuntimeException e) {
            failed("Usage cannot be brought to the ledger; it waits", e);
        }
    }

    private void failed(String what, RuntimeException e) {
        if (!down) {
            down = true;
            log.error(what, e);
        }
    }

    Health.Component health() {
        long waiting = trail instanceof JournaledTrail journaled ? journaled.waiting() : 0;
        if (!down) {
            return new Health.Component("usage", Status.UP, waiting + " calls on their way to the ledger");
        }
        return new Health.Component(
                "usage",
                Status.DEGRADED,
                "the ledger has not answered for " + Duration.ofMillis(clock.millis() - answeredMillis) + "; " + waiting
                        + " calls wait");
    }

    /** The last shipment is the thread's own too: a ledger that hangs keeps it, and not the one who closes. */
    @Override
    public void close() {
        if (!thread.isShutdown()) {
            thread.execute(this::guarded);
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("The usage ledger does not answer; what is not there yet stays in the journal");
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
