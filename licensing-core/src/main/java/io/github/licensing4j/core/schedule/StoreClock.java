package io.github.licensing4j.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a store that several nodes share: its last reading plus monotonic elapsed time. It is the wall clock of this machine
 * where the store has no clock of its own. While the store does not answer, the last reading is used. Safe for use by many threads;
 * only {@link #read} waits for the store.
 */
public final class StoreClock implements InstantSource {
    /** A reading is wrong by up to half of the time it took, so a slow one replaces only an old one. */
    private static final long EXACT = Duration.ofMillis(200).toNanos();

    private static final long OLD = Duration.ofMinutes(10).toNanos();

    private final Supplier<Optional<Instant>> store;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private volatile @Nullable Reading reading;

    /**
     * A reading of the store's clock.
     *
     * @param atNanos the ticker in the middle of the request
     * @param millis the time of the store
     */
    private record Reading(long atNanos, long millis) {}

    /**
     * Creates a clock that was not read.
     *
     * @param store returns the time of the store, empty if it has no clock of its own
     * @param wall the clock of this machine
     * @param nanos a monotonic ticker, nanoseconds from any origin
     */
    public StoreClock(Supplier<Optional<Instant>> store, InstantSource wall, LongSupplier nanos) {
        this.store = store;
        this.wall = wall;
        this.nanos = nanos;
    }

    /**
     * Reads the clock of the store.
     *
     * @throws io.github.licensing4j.spi.StoreException if the store does not answer
     */
    public void read() {
        long before = nanos.getAsLong();
        Optional<Instant> found = store.get();
        long took = nanos.getAsLong() - before;
        Reading earlier = reading;
        if (found.isPresent() && (earlier == null || took <= EXACT || before - earlier.atNanos > OLD)) {
            reading = new Reading(before + took / 2, found.get().toEpochMilli());
        }
    }

    /** Returns how far the clock of this machine is ahead of the store's, below zero if behind; empty if there is only one clock. */
    public Optional<Duration> wallAhead() {
        return reading == null ? Optional.empty() : Optional.of(Duration.ofMillis(wall.millis() - millis()));
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        Reading last = reading;
        return last == null ? wall.millis() : last.millis + (nanos.getAsLong() - last.atNanos) / 1_000_000;
    }
}
