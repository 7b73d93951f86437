package io.github.licensing4j.core.catalog;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SignalAnswer.Action;
import io.github.licensing4j.SignalSeverity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which signals of one kind are answered.
 *
 * @param action what is done with the key
 * @param severity the least severity of signals that are answered
 * @param lasts how long it is done
 * @param rate how fast calls pass, null unless the action is {@link Action#THROTTLE}
 * @param mode whether it is done, or only recorded
 */
public record SignalRule(
        Action action,
        SignalSeverity severity,
        Duration lasts,
        @Nullable Band rate,
        EnforcementMode mode) {

    @Override
    public String toString() {
        String limited = rate == null ? "" : " to " + rate.permits() + " per " + rate.per();
        return action.text() + limited + " from " + severity.text() + " for " + lasts + ", "
                + (mode == EnforcementMode.OBSERVE ? "only observed" : "enforced");
    }
}
