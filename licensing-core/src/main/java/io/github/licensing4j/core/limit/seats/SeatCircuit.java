package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calls from the store of seats while it does not answer: from three failures in a row on, until a check in the background succeeds.
 * One slow request refuses its own call only: a claim waits for the lock of its limit, so it may be slow because of the other callers of one
 * license. Safe for use by many threads.
 */
final class SeatCircuit {
    private static final Logger log = LoggerFactory.getLogger(SeatCircuit.class);
    private static final int MAX_FAILURES = 3;

    private final InstantSource clock;
    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
    private final AtomicInteger failuresInRow = new AtomicInteger();

    private record Outage(String reason, long sinceMillis) {}

    SeatCircuit(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns why the store is not tried, null if it is. */
    @Nullable
    String reason() {
        Outage present = outage.get();
        return present == null ? null : "the store of seats has not answered: " + present.reason;
    }

    /** Counts a request that the store has answered. */
    void answered() {
        if (failuresInRow.get() != 0) {
            failuresInRow.set(0);
        }
    }

    /** Counts a request that has failed. */
    void failed(RuntimeException cause) {
        if (failuresInRow.incrementAndGet() < MAX_FAILURES) {
            log.debug("The store of seats has not answered a request", cause);
            return;
        }
        Outage next = new Outage(String.valueOf(cause.getMessage()), clock.millis());
        if (outage.get() == null && outage.compareAndSet(null, next)) {
            log.error("The store of seats does not answer; only holders that this node knows keep their seats", cause);
        }
    }

    /** Checks during an outage whether the store answers again. */
    void probe(Supplier<?> check) {
        if (outage.get() == null) {
            return;
        }
        try {
            Object unused = check.get();
            Outage ended = outage.getAndSet(null);
            if (ended != null) {
                failuresInRow.set(0);
                log.info("The store of seats answers again after {}", age(ended));
            }
        } catch (RuntimeException e) {
            log.debug("The store of seats does not answer", e);
        }
    }

    private Duration age(Outage present) {
        return Duration.ofMillis(Math.max(0, clock.millis() - present.sinceMillis));
    }

    /** @param cached the number of holders that this node knows */
    Health.Component health(int cached) {
        Outage present = outage.get();
        return present == null
                ? new Health.Component("seats", Status.UP, cached + " holders cached")
                : new Health.Component(
                        "seats",
                        Status.DEGRADED,
                        "degraded since " + Instant.ofEpochMilli(present.sinceMillis) + ", for " + age(present) + "; "
                                + cached + " holders cached, others are refused: " + present.reason);
    }
}
