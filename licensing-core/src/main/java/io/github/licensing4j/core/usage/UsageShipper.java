package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.limit.counter.Shipments;
import io.github.licensing4j.core.schedule.TaskQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ships usage to the ledger in the background. While the ledger is unavailable, usage waits in the usage log. */
final class UsageShipper implements Shipments {
    private static final Logger log = LoggerFactory.getLogger(UsageShipper.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final UsageLog usageLog;
    private final LedgerWriter ledgerWriter;
    private final TaskQueue tasks;
    private final InstantSource clock;
    private final ReentrantLock shipping = new ReentrantLock();
    private volatile Shipped last;
    private volatile int begun;
    private volatile int complete;

    /**
     * The result of the last shipment.
     *
     * @param answeredMillis when the ledger last accepted everything
     * @param failure why the last shipment failed, null if it did not
     */
    private record Shipped(long answeredMillis, @Nullable String failure) {}

    UsageShipper(UsageLog usageLog, LedgerWriter ledgerWriter, TaskQueue tasks, InstantSource clock) {
        this.usageLog = usageLog;
        this.ledgerWriter = ledgerWriter;
        this.tasks = tasks;
        this.clock = clock;
        this.last = new Shipped(clock.millis(), null);
    }

    LedgerWriter ledgerWriter() {
        return ledgerWriter;
    }

    /** Ships usage at an interval. */
    void start(Duration interval) {
        tasks.every(interval, "ship usage to the ledger", this::guarded);
    }

    /** Ships all recorded usage. */
    @Override
    public void ship() {
        holding(() -> {
            int number = begun + 1;
            begun = number;
            usageLog.ship(ledgerWriter);
            complete = number;
            answered();
        });
    }

    @Override
    public int begun() {
        return begun;
    }

    @Override
    public int complete() {
        return complete;
    }

    @Override
    public boolean isDurable() {
        return ledgerWriter.ledger().isDurable();
    }

    /** Runs some work while shipping is paused. */
    void holding(Runnable work) {
        shipping.lock();
        try {
            work.run();
        } finally {
            shipping.unlock();
        }
    }

    private void answered() {
        boolean failed = last.failure != null;
        last = new Shipped(clock.millis(), null);
        if (failed) {
            log.info("Usage reaches the ledger again");
        }
    }

    /** An unavailable ledger is not an error of the task: the next attempt follows after the usual interval. */
    private void guarded() {
        try {
            ship();
        } catch (RuntimeException e) {
            failed(e);
        } catch (Error e) {
            failed(e);
            throw e;
        }
    }

    private void failed(Throwable why) {
        Shipped before = last;
        boolean first = before.failure == null;
        last = new Shipped(before.answeredMillis, String.valueOf(why.getMessage()));
        if (first) {
            log.error("Usage cannot be shipped to the ledger; it waits", why);
        }
    }

    Health.Component health() {
        Shipped seen = last;
        String why = seen.failure;
        String waiting = usageLog.waiting() + " calls wait for the ledger";
        return tasks.with(
                why == null
                        ? new Health.Component("usage", Status.UP, waiting)
                        : new Health.Component(
                                "usage",
                                Status.DEGRADED,
                                "the last shipment was " + Duration.ofMillis(clock.millis() - seen.answeredMillis)
                                        + " ago, " + waiting + ": " + why));
    }

    /**
     * Ships a last time and stops. Shipping still runs in the background, so that a hanging ledger does not block the
     * caller.
     *
     * @return whether the ledger holds everything that was recorded before
     */
    boolean finish() {
        tasks.once("ship usage to the ledger", this::guarded);
        if (!tasks.finish(CLOSE_TIMEOUT)) {
            log.warn("The usage ledger is unavailable; unshipped usage stays in the journal");
            return false;
        }
        return last.failure == null;
    }
}
