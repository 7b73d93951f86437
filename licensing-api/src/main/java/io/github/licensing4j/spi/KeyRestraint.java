package io.github.licensing4j.spi;

import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SignalAnswer.Action;
import io.github.licensing4j.SignalKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A restriction of an API key for a time, because of a signal. It holds for the keys that count in the quotas of the key too, and for the
 * tokens that any of them was exchanged for.
 *
 * @param key the id of the key in whose quotas the restrained keys count, see {@link ApiKeyRecord#countedAs}
 * @param signal the id of the signal
 * @param kind the kind of the signal
 * @param action what is done
 * @param until the first instant at which it no longer holds, in whole milliseconds
 * @param rate how fast calls pass, null unless the action is {@link Action#THROTTLE}
 */
public record KeyRestraint(
        String key,
        String signal,
        SignalKind kind,
        Action action,
        Instant until,
        @Nullable Band rate) {
    /** The maximum of restraints of one license. */
    public static final int MAX = 100;

    public KeyRestraint {
        if ((rate != null) != (action == Action.THROTTLE)) {
            throw new IllegalArgumentException("a restraint has a rate if it throttles, and only then");
        }
    }

    /** Returns whether it holds for keys that count in the quotas of a key, at an instant. */
    public boolean holds(String countedAs, Instant now) {
        return key.equals(countedAs) && now.isBefore(until);
    }
}
