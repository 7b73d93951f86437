package io.github.licensing4j;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a store that calls of one kind depend on.
 *
 * @param kind the kind of stored data
 * @param degradedSince when the store stopped answering, null while it is connected
 * @param overshoot the units, permits or proofs that {@link OutagePolicy} granted during the present outage, or else the last one, and
 *     that the store did not grant
 */
public record OutageStatus(Kind kind, @Nullable Instant degradedSince, long overshoot) {

    /** The kind of stored data, each with its own {@link OutagePolicy}. */
    public enum Kind {
        /** Licenses and credentials: {@link OutagePolicy.Licenses}. */
        LICENSE,
        /** Rates and calls in flight: {@link OutagePolicy.Rates}. */
        RATE,
        /** Quotas: {@link OutagePolicy.Quotas}. */
        QUOTA,
        /** Credits: {@link OutagePolicy.Quotas}. */
        CREDITS,
        /** Used proofs of possession: {@link OutagePolicy.Replays}. */
        REPLAY
    }

    /** Returns whether the store answers. */
    public boolean isConnected() {
        return degradedSince == null;
    }
}
