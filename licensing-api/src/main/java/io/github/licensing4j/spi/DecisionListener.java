package io.github.licensing4j.spi;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refusal;

/**
 * Is notified of every decision, on the thread that made it. It must be fast and must not throw: an exception is logged
 * and dropped, never shown to the caller.
 */
public interface DecisionListener {

    /** Called when a call was granted. */
    default void granted(Granted granted) {}

    /** Called when a call was refused.
     *
     * @param mode whether the refusal was enforced, or would have been
     */
    default void refused(Refusal refusal, EnforcementMode mode) {}

    /** Called when a granted call has ended. */
    default void settled(Granted granted, Outcome outcome) {}
}
