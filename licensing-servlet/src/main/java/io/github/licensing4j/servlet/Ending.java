package io.github.licensing4j.servlet;

import io.github.licensing4j.Outcome;
import java.util.concurrent.atomic.AtomicBoolean;

/** Settles one call once: only the first that claims it settles it. Safe for use by many threads. */
final class Ending {
    private final PendingCall call;
    private final Enforcement enforcement;
    private final UndecidedCalls undecided;
    private final AtomicBoolean claimed = new AtomicBoolean();

    Ending(PendingCall call, Enforcement enforcement, UndecidedCalls undecided) {
        this.call = call;
        this.enforcement = enforcement;
        this.undecided = undecided;
    }

    /** Returns true to the first that claims the end, which then settles; false to all others. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Settles the call with its outcome; only after {@link #claim}. */
    void settle(Outcome outcome) {
        call.granted().ifPresent(granted -> enforcement.settle(granted, outcome));
    }

    /** Records a call that was answered without a decision. A caller that hung up got no answer. */
    void answered(int status) {
        if (status < 400 && call.undecided()) {
            undecided.passed(call.call().path());
        }
    }
}
