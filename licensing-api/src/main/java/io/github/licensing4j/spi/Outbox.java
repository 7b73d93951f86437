package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.List;

/**
 * Stores messages until they are delivered, at least once each. {@link Store#write} adds them together with the
 * change that they announce. Safe for use by many threads.
 */
public interface Outbox {

    /** Returns the messages that are due, those due longest first. */
    List<OutboxMessage> due(Instant now, int max);

    /** Removes a message that was accepted. */
    void delivered(String id);

    /** Records a failed attempt. */
    void failed(String id, Instant nextAttempt, String error);

    /** Marks a message as given up; it is kept and can be replayed. */
    void dead(String id, String error);

    /** Returns the messages that were given up, oldest first. */
    List<OutboxMessage> deadLetters(int max);

    /**
     * Makes a message due again that was given up, and resets its attempts.
     *
     * @return whether there was one
     */
    boolean replay(String id, Instant now);

    /** Returns how many messages are waiting, without those given up. */
    int waiting();
}
