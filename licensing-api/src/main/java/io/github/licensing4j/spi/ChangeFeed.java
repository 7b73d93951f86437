package io.github.licensing4j.spi;

import java.util.List;

/**
 * Reads which records have changed, so that nodes of one store keep their caches up to date. Safe for use by many threads;
 * {@link #since} and {@link #generation} may throw {@link StoreException}.
 */
public interface ChangeFeed {
    /**
     * Returns changes after a generation, oldest first: each license and key that was stored, each license whose
     * credits, seats or usage a change alters, each revoked token, customer or age. At most {@code max}, but never a part of
     * one change; the generation of each change is one above that of the change before, so that a reader detects a feed
     * that no longer reaches back far enough.
     */
    List<StoreEvent> since(long generation, int max);

    /** Returns the generation of the last change, 0 if there was none. */
    long generation();

    /**
     * Registers a listener that is called, on any thread, when something may have changed; a hint to read the feed at
     * once. A store without notifications never calls it. At most one listener.
     */
    default void onChange(Runnable listener) {}

    /** Returns whether the listener is called for changes of other nodes. Never waits. Default: {@link Push#NONE}. */
    default Push push() {
        return Push.NONE;
    }

    /** States of the push of changes of other nodes. The feed is complete in each of them when it is polled. */
    enum Push {
        /** They are only polled. */
        NONE,
        /** The listener is called within milliseconds. */
        CONNECTED,
        /** The connection is lost or not there yet; they are polled until it returns. */
        DISCONNECTED
    }
}
