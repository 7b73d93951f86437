package io.github.licensing4j.examples.weather.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that begins in the past, is moved by the simulation, and follows the real time once that has caught up. */
final class SimulatedClock implements InstantSource {
    private final InstantSource real;
    private volatile Instant now;
    private volatile boolean isReal;

    SimulatedClock(InstantSource real, Duration ago) {
        this.real = real;
        this.now = real.instant().minus(ago);
    }

    @Override
    public Instant instant() {
        return isReal ? real.instant() : now;
    }

    /** Moves the simulated time forward. */
    void moveTo(Instant next) {
        if (next.isAfter(now)) {
            now = next;
        }
    }

    /** Follows the real time from now on. */
    void follow() {
        isReal = true;
    }
}
