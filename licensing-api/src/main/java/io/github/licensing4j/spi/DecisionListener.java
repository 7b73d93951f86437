package io.github.licensing4j.spi;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;

/**
 * Observes every decision, on the thread that made it. It must be fast and must not throw: an exception is logged
 * and dropped, never shown to the caller.
 */
public interface DecisionListener {

    /** Observes a grant. Called before the handler runs, on the thread of the call. */
    default void granted(Granted granted) {}

    /**
     * Observes a refusal. Called on the thread of the call, before the refusal is written.
     *
     * @param mode whether the refusal was enforced, or would have been
     */
    default void refused(Refusal refusal, EnforcementMode mode) {}

    /** Observes the end of a granted call. Called once for each grant, on the thread that settles it. */
    default void settled(Granted granted, Outcome outcome) {}
}
