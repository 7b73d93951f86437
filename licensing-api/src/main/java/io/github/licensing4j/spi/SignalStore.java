package io.github.licensing4j.spi;

import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores signals, and what they are found from that no other part of the store has. Safe for use by many threads; every method may
 * throw {@link StoreException}.
 */
public interface SignalStore {
    /** Adds sightings, each once. */
    void addSightings(Collection<OriginSighting> sightings);

    /**
     * Returns the number of different values of each subject with at least a number of them in one hour, in no order.
     *
     * @param from the first hour
     * @param to the first hour after
     * @param atLeast the least number of values
     */
    List<OriginSighting.Count> sightings(
            OriginSighting.Kind kind, String issuer, Instant from, Instant to, int atLeast);

    /** Removes the sightings of hours before an instant. */
    void removeSightings(Instant before);

    /** Stores a signal, new or changed. Called in the transaction of an administrative change. */
    void save(Signal signal);

    /** Returns a signal. */
    Optional<Signal> find(String id);

    /** Returns all open signals of an issuer, in no order. There are at most some thousands. */
    List<Signal> open(String issuer);

    /** Returns signals, the newest first. */
    Page<Signal> list(Query query);

    /** Removes signals that ended before an instant, and returns how many. */
    int removeEnded(Instant before);

    /**
     * Selects signals.
     *
     * @param issuer whose licenses
     * @param license the id of the license, null for all
     * @param kind the {@link io.github.licensing4j.SignalKind#text}, null for all
     * @param open whether open signals only
     * @param cursor where the page before ended, null for the first
     * @param max the maximum of signals
     */
    record Query(
            String issuer,
            @Nullable String license,
            @Nullable String kind,
            boolean open,
            @Nullable String cursor,
            int max) {}
}
