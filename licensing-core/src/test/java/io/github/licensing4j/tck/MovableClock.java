package io.github.licensing4j.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only moves when a test moves it. */
public final class MovableClock implements InstantSource {
    private volatile Instant now;

    public MovableClock(String instant) {
        this.now = Instant.parse(instant);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    public synchronized void set(String instant) {
        now = Instant.parse(instant);
    }
}
