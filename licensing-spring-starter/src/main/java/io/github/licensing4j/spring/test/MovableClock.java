package io.github.licensing4j.spring.test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of the engine in tests. From the moment a test asks for this bean, or has {@link WithLicense}, it stands still
 * until a test moves it; before, the engine follows the system's clock. It stays where a test leaves it for as long as the
 * application context lives. Safe for many threads.
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
