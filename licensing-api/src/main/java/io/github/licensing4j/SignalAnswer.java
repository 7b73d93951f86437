package io.github.licensing4j;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The action of a catalog rule on a credential, because of a signal.
 *
 * @param action what it does
 * @param mode whether it is done, or only recorded
 * @param until when it ends by itself
 * @param revoked when an administrator took it back, null if none did
 */
public record SignalAnswer(
        Action action,
        EnforcementMode mode,
        Instant until,
        @Nullable Instant revoked) {

    /** The actions on a credential. */
    public enum Action {
        /** Its calls pass at a low rate. */
        THROTTLE,
        /** Its calls pass with a proof of possession of a key only. */
        REQUIRE_PROOF,
        /** Its calls are refused. */
        SUSPEND;

        private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** Returns the name as it is written in the catalog: lower case with hyphens, {@code require-proof}. */
        public String text() {
            return text;
        }
    }
}
