package io.github.licensing4j.servlet;

import io.github.licensing4j.Outcome;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Settles one call exactly once, when it has really ended: on leaving the filter, or when its async cycle completes. */
final class Settlement implements AsyncListener {
    private final ParkedCall call;
    private final HttpServletResponse response;
    private final Enforcement enforcement;
    private final UndecidedCalls undecided;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable ByteCount bytes;
    private volatile @Nullable Throwable failure;
    private volatile boolean timedOut;

    Settlement(ParkedCall call, HttpServletResponse response, Enforcement enforcement, UndecidedCalls undecided) {
        this.call = call;
        this.response = response;
        this.enforcement = enforcement;
        this.undecided = undecided;
    }

    /** Counts this response's bytes into the outcome. */
    void counting(ByteCount bytes) {
        this.bytes = bytes;
    }

    /** Remembers what the handler threw; the status is not 500 yet. */
    void failed(Throwable thrown) {
        failure = thrown;
    }

    /** The request leaves the filter. */
    void leave(HttpServletRequest request) {
        // What was thrown past the filter ends an async cycle too, and Tomcat then drops the cycle without a word.
        if (failure != null || !request.isAsyncStarted()) {
            settle();
            return;
        }
        try {
            request.getAsyncContext().addListener(this);
        } catch (IllegalStateException e) {
            // Another thread has completed it since; nobody would call us any more.
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
    }

    @Override
    public void onComplete(AsyncEvent event) {
        settle();
    }

    private void settle() {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        int status = EndStatus.of(response, failure, timedOut);
        ByteCount counted = bytes;
        call.granted()
                .ifPresent(granted ->
                        enforcement.settle(granted, new Outcome(status, counted == null ? 0 : counted.bytes())));
        if (status < 400 && call.undecided()) {
            undecided.add(call.call().path());
        }
    }
}
