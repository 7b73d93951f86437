package io.github.licensing4j.servlet;

import io.github.licensing4j.Outcome;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Settles async calls that end too late or never.
 *
 * <p>Tomcat recycles a request without {@code onComplete} when the caller hangs up at the moment in which another
 * thread completes the cycle. A container holds the listener for as long as the cycle lives; once the listener is
 * unreachable, the call is settled as a 500: its real status is no longer known, so it is not charged.
 *
 * <p>A cycle that a handler never completes would hold its limits for ever. After the longest hold it is settled: with
 * its status if the response is committed, else as a 503. What the handler uses afterwards is not counted.
 *
 * <p>{@link #settle} finds both; each request and each health check calls it.
 */
final class AbandonedCalls {
    /** The default longest hold. */
    static final Duration DEFAULT_HOLD = Duration.ofHours(1);

    private static final System.Logger LOG = System.getLogger(AbandonedCalls.class.getName());
    private static final int LOOKS_PER_HOLD = 60;

    private final Set<Trace> traces = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Settlement> dropped = new ReferenceQueue<>();
    private final LongAdder overdue = new LongAdder();
    private final AtomicLong nextLook;
    private final InstantSource clock;
    private final long holdMillis;

    AbandonedCalls(InstantSource clock, Duration hold) {
        this.clock = clock;
        this.holdMillis = hold.toMillis();
        this.nextLook = new AtomicLong(clock.millis());
    }

    /** Remains after its listener was collected. It must not hold a strong reference to the listener. */
    static final class Trace extends PhantomReference<Settlement> {
        private final Ending ending;
        private final WeakReference<Settlement> listener;
        private final long since;

        private Trace(Settlement listener, Ending ending, ReferenceQueue<Settlement> dropped, long since) {
            super(listener, dropped);
            this.ending = ending;
            this.listener = new WeakReference<>(listener);
            this.since = since;
        }
    }

    /** Watches a listener that is about to be handed to the container. */
    Trace watch(Settlement listener, Ending ending) {
        var trace = new Trace(listener, ending, dropped, clock.millis());
        traces.add(trace);
        return trace;
    }

    /** Stops watching a call that was settled in the ordinary way. */
    void leave(Trace trace) {
        traces.remove(trace);
    }

    /** Returns how many calls were settled because they were held for too long. */
    long overdue() {
        return overdue.sum();
    }

    /**
     * Settles calls that were dropped or held for too long. Without any it costs two volatile reads and one clock
     * reading.
     */
    void settle() {
        for (Reference<?> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            var trace = (Trace) gone;
            if (traces.remove(trace) && trace.ending.claim()) {
                LOG.log(System.Logger.Level.WARNING, "the container dropped an async call; it is settled as a 500");
                trace.ending.settle(new Outcome(500, 0));
            }
        }
        if (!traces.isEmpty()) {
            settleOverdue(clock.millis());
        }
    }

    private void settleOverdue(long now) {
        long due = nextLook.get();
        if (now < due || !nextLook.compareAndSet(due, now + holdMillis / LOOKS_PER_HOLD)) {
            return;
        }
        for (Trace trace : traces) {
            Settlement listener = trace.listener.get();
            if (listener != null && now - trace.since >= holdMillis && listener.expire()) {
                overdue.increment();
                LOG.log(
                        System.Logger.Level.WARNING,
                        "an async call has not ended after {0}; it is settled now and its limits are released",
                        Duration.ofMillis(now - trace.since));
            }
        }
    }
}
