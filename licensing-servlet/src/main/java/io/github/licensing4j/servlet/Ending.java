package io.github.licensing4j.servlet;

import io.github.licensing4j.Outcome;
import java.util.concurrent.atomic.AtomicBoolean;

/** How one call ends: whoever claims it first settles it, and nobody else does. Safe for use by many threads. */
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

    /** Whether the caller is the one who settles; true once. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Settles with what was answered; only after {@link #claim}. */
    void settle(Outcome outcome) {
        call.granted().ifPresent(granted -> enforcement.settle(granted, outcome));
    }

    /** Notes a call that was answered although no handler had it decided. A caller that hung up got no answer. */
    void answered(int status) {
        if (status < 400 && call.undecided()) {
            undecided.passed(call.call().path());
        }
    }
}
