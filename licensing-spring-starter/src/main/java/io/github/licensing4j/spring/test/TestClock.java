package io.github.licensing4j.spring.test;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of the engine in tests: the system's until a test injects a {@link MovableClock}. Safe for use by many
 * threads.
 */
final class TestClock implements InstantSource {
    private volatile InstantSource source = InstantSource.system();

    @Override
    public Instant instant() {
        return source.instant();
    }

    /** Replaces the system's clock by one that is stopped at the present instant. */
    MovableClock stop() {
        MovableClock clock = new MovableClock(instant());
        source = clock;
        return clock;
    }
}
