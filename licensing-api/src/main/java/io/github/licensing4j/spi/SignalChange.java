package io.github.licensing4j.spi;

import io.github.licensing4j.Signal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A change of a signal, stored in the transaction of an administrative change. */
public sealed interface SignalChange {
    /** Returns the id of the signal. */
    String id();

    /**
     * A signal was seen: stored as a new one, or in place of the one with its id, of which {@link Signal.Times#mutedUntil} and {@link
     * io.github.licensing4j.SignalAnswer#revoked} stay.
     */
    record Seen(Signal signal) implements SignalChange {
        @Override
        public String id() {
            return signal.id();
        }
    }

    /**
     * An administrator muted a signal.
     *
     * @param until until when, null to unmute it
     */
    record Muted(String id, @Nullable Instant until) implements SignalChange {}

    /** An administrator took the answer to a signal back. One that was taken back before stays so. */
    record AnswerRevoked(String id, Instant at) implements SignalChange {}
}
