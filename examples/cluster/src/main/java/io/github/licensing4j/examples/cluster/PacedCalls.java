package io.github.licensing4j.examples.cluster;

import io.github.licensing4j.examples.checks.Load;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls an endpoint at a rate in the background. */
final class PacedCalls implements AutoCloseable {
    private static final int THREADS = 2;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final Set<String> outcomes = new ConcurrentSkipListSet<>();
    private final Load.Call call;

    private PacedCalls(Load.Call call) {
        this.call = call;
    }

    static PacedCalls start(int perSecond, Load.Call call) {
        PacedCalls calls = new PacedCalls(call);
        long nanos = THREADS * TimeUnit.SECONDS.toNanos(1) / perSecond;
        for (int i = 0; i < THREADS; i++) {
            var unused = calls.threads.scheduleAtFixedRate(
                    calls::callOnce, i * nanos / THREADS, nanos, TimeUnit.NANOSECONDS);
        }
        return calls;
    }

    private void callOnce() {
        try {
            outcomes.add(call.make().outcome());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            outcomes.add(Load.UNANSWERED);
        }
    }

    /** Returns the outcomes so far, each once. */
    Set<String> outcomes() {
        return outcomes;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
