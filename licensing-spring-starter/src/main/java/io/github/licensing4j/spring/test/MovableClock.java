package io.github.licensing4j.spring.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of the engine in tests. Once a test injects this bean, or has {@link WithLicense}, it is stopped until a
 * test moves it; before, the engine uses the system's clock. It keeps its time as long as the application context
 * exists. Safe for use by many threads.
 */
public final class MovableClock implements InstantSource {
    private volatile Instant now;

    MovableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock forward. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    /** Sets the clock to an instant. */
    public synchronized void set(Instant instant) {
        now = instant;
    }
}
