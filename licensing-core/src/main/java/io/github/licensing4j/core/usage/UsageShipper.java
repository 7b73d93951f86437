package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
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
    /** Why the last shipment failed, null if it did not. */
    private volatile @Nullable String failure;

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
        holding(() -> {
            trail.ship(shipment);
            answered();
        });
    }

    /** Does something while nothing is shipped. */
    void holding(Runnable work) {
        shipping.lock();
        try {
            work.run();
        } finally {
            shipping.unlock();
        }
    }

    private void answered() {
        answeredMillis = clock.millis();
        if (failure != null) {
            failure = null;
            log.info("Usage reaches the ledger again");
        }
    }

    /** Whatever goes wrong, the next one is tried: a thread that ended would keep usage from the ledger until the next start. */
    private void guarded() {
        try {
            ship();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private void failed(Throwable why) {
        boolean first = failure == null;
        failure = String.valueOf(why.getMessage());
        if (first) {
            log.error("Usage cannot be brought to the ledger; it waits", why);
        }
    }

    Health.Component health() {
        String why = failure;
        String waiting = trail.waiting() + " calls wait for the ledger";
        return why == null
                ? new Health.Component("usage", Status.UP, waiting)
                : new Health.Component(
                        "usage",
                        Status.DEGRADED,
                        "the last shipment was " + Duration.ofMillis(clock.millis() - answeredMillis) + " ago, "
                                + waiting + ": " + why);
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
