package io.github.licensing4j.spring.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of the engine in tests: it stands still until a test moves it. A bean in tests. Safe for many threads. */
public final class MovableClock implements InstantSource {
    private volatile Instant now;

    MovableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves it on. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    /** Sets it. */
    public synchronized void set(Instant instant) {
        now = instant;
    }
}
