package io.github.licensing4j.servlet;

import java.time.Duration;
import java.time.InstantSource;

/** Counts faults, and reports whether one is recent enough to degrade health. Safe for use by many threads. */
final class RecentFaults {
    /** The time for which health is degraded after the last one. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final Seen NONE = new Seen(0, 0);

    private final InstantSource clock;
    private volatile Seen seen = NONE;

    /**
     * The faults so far.
     *
     * @param lastMillis when the last one was
     */
    private record Seen(long count, long lastMillis) {}

    /**
     * The faults at one moment.
     *
     * @param count how many since the start
     * @param recent whether the last one was within the window
     */
    record Reading(long count, boolean recent) {}

    RecentFaults(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add() {
        seen = new Seen(seen.count + 1, clock.millis());
    }

    Reading read() {
        Seen now = seen;
        return new Reading(now.count, now.count > 0 && clock.millis() - now.lastMillis < WINDOW.toMillis());
    }
}
