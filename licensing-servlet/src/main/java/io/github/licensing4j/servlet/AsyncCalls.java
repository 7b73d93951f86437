package io.github.licensing4j.servlet;

import io.github.licensing4j.Outcome;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
import org.jspecify.annotations.Nullable;

/**
 * Settles async calls: when their cycle completes, and those that end too late or never.
 *
 * <p>Tomcat recycles a request without {@code onComplete} when the caller hangs up at the moment in which another
 * thread completes the cycle. A container holds the listener for as long as the cycle lives; once the listener is
 * unreachable, the call is settled as a 500: its real status is no longer known, so it is not charged.
 *
 * <p>A cycle that a handler never completes would hold its limits for ever. After the longest hold it is settled: with
 * its status if the response is committed, else as a 503. What the handler uses afterwards is not counted.
 *
 * <p>{@link #settleAbandoned} finds both; each request and each health check calls it.
 */
final class AsyncCalls {
    /** The default longest hold. */
    static final Duration DEFAULT_HOLD = Duration.ofHours(1);

    private static final System.Logger LOG = System.getLogger(AsyncCalls.class.getName());
    private static final int LOOKS_PER_HOLD = 60;

    private final Set<Trace> traces = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Cycle> dropped = new ReferenceQueue<>();
    private final LongAdder overdue = new LongAdder();
    private final AtomicLong nextLook;
    private final InstantSource clock;
    private final long holdMillis;

    AsyncCalls(InstantSource clock, Duration hold) {
        this.clock = clock;
        this.holdMillis = hold.toMillis();
        this.nextLook = new AtomicLong(clock.millis());
    }

    /** Remains after its listener was collected. It must not hold a strong reference to the listener. */
    private static final class Trace extends PhantomReference<Cycle> {
        private final PendingCall call;
        private final WeakReference<Cycle> listener;
        private final long since;

        private Trace(Cycle listener, ReferenceQueue<Cycle> dropped, long since) {
            super(listener, dropped);
            this.call = listener.call;
            this.listener = new WeakReference<>(listener);
            this.since = since;
        }
    }

    /** Settles one call when its async cycle ends. */
    private static final class Cycle implements AsyncListener {
        private final PendingCall call;
        private final HttpServletResponse response;
        private final Set<Trace> traces;
        private volatile @Nullable Trace trace;
        private volatile @Nullable Throwable failure;
        private volatile boolean timedOut;

        Cycle(PendingCall call, HttpServletResponse response, Set<Trace> traces) {
            this.call = call;
            this.response = response;
            this.traces = traces;
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // The container drops its listeners when a re-dispatched request starts another cycle.
            event.getAsyncContext().addListener(this);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            timedOut = true;
        }

        @Override
        public void onError(AsyncEvent event) {
            if (event.getThrowable() != null) {
                failure = event.getThrowable();
            }
            if (response.isCommitted()) {
                // The status is final and the connection is lost. Tomcat omits onComplete if the handler completes at
                // this moment.
                settle();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            settle();
        }

        /** Settles a call that has held its limits for too long; false if it has ended already. */
        boolean expire() {
            timedOut = true;
            return settle();
        }

        private boolean settle() {
            Trace watched = trace;
            if (watched != null) {
                traces.remove(watched);
            }
            return call.settle(EndStatus.of(response, failure, timedOut), failure);
        }
    }

    /** Settles a call when the async cycle that its request has started ends. */
    void settleLater(PendingCall call, HttpServletRequest request, HttpServletResponse response) {
        // A trace holds the call, and a request holds its cycle.
        call.dropRequest();
        Cycle cycle = new Cycle(call, response, traces);
        Trace trace = new Trace(cycle, dropped, clock.millis());
        cycle.trace = trace;
        traces.add(trace);
        try {
            request.getAsyncContext().addListener(cycle);
        } catch (IllegalStateException e) {
            // Another thread has completed it since, so no event would come.
            cycle.settle();
        }
    }

    /** Returns how many calls were settled because they were held for too long. */
    long overdue() {
        return overdue.sum();
    }

    /**
     * Settles calls that were dropped or held for too long. Without any it costs two volatile reads and one clock
     * reading.
     */
    void settleAbandoned() {
        for (Reference<?> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            var trace = (Trace) gone;
            if (traces.remove(trace) && trace.call.settle(new Outcome(500, 0))) {
                LOG.log(System.Logger.Level.WARNING, "the container dropped an async call; it is settled as a 500");
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
            Cycle cycle = trace.listener.get();
            if (cycle != null && now - trace.since >= holdMillis && cycle.expire()) {
                overdue.increment();
                LOG.log(
                        System.Logger.Level.WARNING,
                        "an async call has not ended after {0}; it is settled now and its limits are released",
                        Duration.ofMillis(now - trace.since));
            }
        }
    }
}
