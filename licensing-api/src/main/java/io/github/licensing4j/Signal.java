package io.github.licensing4j;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something about the calls of a license, or of a network, that deserves attention. There is at most one open signal of a kind and
 * subject.
 *
 * @param id its id, {@code sig_…}
 * @param kind the kind
 * @param subject what it is about
 * @param severity the greatest severity since it began
 * @param times when it was seen
 * @param evidence what led to it, as of the last time it was seen
 * @param answer what the catalog has done or would have done because of it, null if it has no rule for it
 */
public record Signal(
        String id,
        SignalKind kind,
        SignalSubject subject,
        SignalSeverity severity,
        Times times,
        SignalEvidence evidence,
        @Nullable SignalAnswer answer) {

    /**
     * The times at which a signal was seen.
     *
     * @param since the first time
     * @param lastSeen the last time
     * @param ended when it had not been seen for long enough, null while it is open
     * @param mutedUntil until when it is not delivered, null if it is not muted
     */
    public record Times(
            Instant since,
            Instant lastSeen,
            @Nullable Instant ended,
            @Nullable Instant mutedUntil) {}
}
