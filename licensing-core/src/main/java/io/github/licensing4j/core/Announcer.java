package io.github.licensing4j.core;

import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.spi.DecisionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener, and keeps what it throws away from the call. */
final class Announcer {
    private static final Logger log = LoggerFactory.getLogger(Announcer.class);

    private final DecisionListener listener;
    private final DecisionListener.Mode mode;

    Announcer(DecisionListener listener, DecisionListener.Mode mode) {
        this.listener = listener;
        this.mode = mode;
    }

    void granted(Granted granted) {
        try {
            listener.granted(granted);
        } catch (RuntimeException e) {
            dropped(e);
        }
    }

    void refused(Refusal refusal) {
        try {
            listener.refused(refusal, mode);
        } catch (RuntimeException e) {
            dropped(e);
        }
    }

    void settled(Granted granted, Outcome outcome) {
        try {
            listener.settled(granted, outcome);
        } catch (RuntimeException e) {
            dropped(e);
        }
    }

    private static void dropped(RuntimeException e) {
        log.warn("A decision listener failed; the call goes on without it", e);
    }
}
