package io.github.licensing4j.spi;

import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;
import java.util.List;

/**
 * Hears of every decision, on the thread that made it. It must be fast and must not throw: what it throws is logged and
 * dropped, never shown to the caller.
 */
public interface DecisionListener {

    /** A call was granted. */
    default void granted(Granted granted) {}

    /**
     * A call was refused.
     *
     * @param mode whether the refusal was enforced, or would have been
     */
    default void refused(Refusal refusal, Mode mode) {}

    /** A granted call has ended. */
    default void settled(Granted granted, Outcome outcome) {}

    /** Whether refusals are enforced. */
    enum Mode {
        /** A refused call does not pass. */
        ENFORCE,
        /** A refused call passes and is reported. */
        OBSERVE
    }

    /** Hears nothing. */
    static DecisionListener none() {
        return new DecisionListener() {};
    }

    /** Passes everything on to each of several, in order. */
    static DecisionListener composite(List<DecisionListener> listeners) {
        return switch (listeners.size()) {
            case 0 -> none();
            case 1 -> listeners.get(0);
            default -> new CompositeDecisionListener(List.copyOf(listeners));
        };
    }
}
