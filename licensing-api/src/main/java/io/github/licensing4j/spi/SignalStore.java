package io.github.licensing4j.spi;

import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores signals, and what they are found from that no other part of the store has. Safe for use by many threads; every method may
 * throw {@link StoreException}.
 */
public interface SignalStore {
    /** Adds sightings, each once. */
    void addSightings(List<OriginSighting> sightings);

    /**
     * Returns the number of different values of each subject with at least a number of them in one hour, in no order.
     *
     * @param atLeast the least number of values
     */
    List<OriginSighting.Count> sightings(OriginSighting.Kind kind, String issuer, Hours hours, int atLeast);

    /** Removes the sightings of hours before an instant, and returns how many. */
    int removeSightings(Instant before);

    /** Returns a signal. */
    Optional<Signal> find(String id);

    /**
     * Returns the signals of an issuer that are open or have ended after an instant, in no order.
     *
     * @param max the maximum of signals
     */
    List<Signal> recent(String issuer, Instant endedAfter, int max);

    /**
     * Returns signals, those that began last first.
     *
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    Page<Signal> list(Query query);

    /** Removes signals that ended before an instant, and returns how many. */
    int removeEnded(Instant before);

    /**
     * Some hours.
     *
     * @param from the first one
     * @param to the first one after
     */
    record Hours(Instant from, Instant to) {}

    /**
     * Selects signals.
     *
     * @param issuer whose licenses
     * @param license the id of the license, null for all
     * @param kind the kind, null for all
     * @param open whether only those that have not ended
     * @param cursor where the page before ended, null for the first
     * @param max the maximum of signals
     */
    record Query(
            String issuer,
            @Nullable String license,
            @Nullable SignalKind kind,
            boolean open,
            @Nullable String cursor,
            int max) {}
}
