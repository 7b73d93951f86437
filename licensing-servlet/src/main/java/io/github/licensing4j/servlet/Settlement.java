package io.github.licensing4j.servlet;

import io.github.licensing4j.Outcome;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Settles one call exactly once, when it has ended: on leaving the filter, or when its async cycle completes. */
final class Settlement implements AsyncListener {
    private final Ending ending;
    private final HttpServletResponse response;
    private final AbandonedCalls forgotten;
    private volatile AbandonedCalls.@Nullable Trace trace;
    private volatile @Nullable Measurement measurement;
    private volatile @Nullable Throwable failure;
    private volatile boolean timedOut;

    Settlement(Ending ending, HttpServletResponse response, AbandonedCalls forgotten) {
        this.ending = ending;
        this.response = response;
        this.forgotten = forgotten;
    }

    /** Adds measurements to the outcome. */
    void measuring(Measurement measurement) {
        this.measurement = measurement;
    }

    /** Keeps the exception of the handler; the status is not 500 yet. */
    void failed(Throwable thrown) {
        failure = thrown;
    }

    /** Settles the call as the request leaves the filter, unless an async cycle has started. */
    void leave(HttpServletRequest request) {
        // An exception through the filter ends an async cycle too, and Tomcat then drops the cycle without an event.
        if (failure != null || !request.isAsyncStarted()) {
            settle();
            return;
        }
        trace = forgotten.watch(this, ending);
        try {
            request.getAsyncContext().addListener(this);
        } catch (IllegalStateException e) {
            // Another thread has completed it since, so no event would come.
            settle();
        }
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
            failed(event.getThrowable());
        }
        if (response.isCommitted()) {
            // The status is final and the connection is lost. Tomcat omits onComplete if the handler completes at this
            // moment.
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
        if (!ending.claim()) {
            return false;
        }
        AbandonedCalls.Trace watched = trace;
        if (watched != null) {
            forgotten.leave(watched);
        }
        int status = EndStatus.of(response, failure, timedOut);
        Measurement measured = measurement;
        ending.settle(measured == null ? new Outcome(status, 0) : measured.outcome(status));
        if (failure == null) {
            ending.answered(status);
        }
        return true;
    }
}
