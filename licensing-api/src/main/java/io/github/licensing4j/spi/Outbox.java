package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.List;

/**
 * Messages that wait until they are delivered, at least once each. They come in through {@link LicenseStore#commit}, with
 * the change they tell of. Safe for use by many threads.
 */
public interface Outbox {

    /** Messages that are due, those due longest first. */
    List<OutboxMessage> due(Instant now, int max);

    /** Forgets a message that was accepted. */
    void delivered(String id);

    /** Notes a failed attempt. */
    void failed(String id, Instant nextAttempt, String error);

    /** Gives a message up; it is kept, and can be replayed. */
    void dead(String id, String error);

    /** Messages that were given up, oldest first. */
    List<OutboxMessage> deadLetters(int max);

    /**
     * Makes a message that was given up due again, with its attempts counted anew.
     *
     * @return whether there was one
     */
    boolean replay(String id, Instant now);

    /** How many wait, those given up not counted. */
    int waiting();
}
