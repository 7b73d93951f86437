package io.github.licensing4j.servlet;

import io.github.licensing4j.Outcome;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Async calls whose end the container never tells. Tomcat recycles a request without {@code onComplete} when the caller
 * hangs up at the moment in which another thread completes the cycle; what such a call holds would never come back.
 *
 * <p>A container holds the listener for as long as the cycle lives. Once nobody holds it, the call is settled as a 500,
 * at the next {@link #settle}: what it really answered is not known any more, and nobody is charged for that.
 */
final class ForgottenCalls {
    private static final System.Logger LOG = System.getLogger(ForgottenCalls.class.getName());

    private final Set<Trace> traces = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Settlement> dropped = new ReferenceQueue<>();

    /** What stays of a listener that is gone. It must not lead back to the listener. */
    static final class Trace extends PhantomReference<Settlement> {
        private final Ending ending;

        private Trace(Settlement listener, Ending ending, ReferenceQueue<Settlement> dropped) {
            super(listener, dropped);
            this.ending = ending;
        }
    }

    /** Watches a listener that is about to be handed to the container. */
    Trace watch(Settlement listener, Ending ending) {
        var trace = new Trace(listener, ending, dropped);
        traces.add(trace);
        return trace;
    }

    /** The call has been settled in the ordinary way. */
    void leave(Trace trace) {
        traces.remove(trace);
    }

    /** Settles what has been dropped; costs one volatile read where nothing was. */
    void settle() {
        for (Reference<?> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            var trace = (Trace) gone;
            if (traces.remove(trace) && trace.ending.claim()) {
                LOG.log(System.Logger.Level.WARNING, "the container dropped an async call; it is settled as a 500");
                trace.ending.settle(new Outcome(500, 0));
            }
        }
    }
}
