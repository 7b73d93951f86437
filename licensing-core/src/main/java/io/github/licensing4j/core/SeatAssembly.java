package io.github.licensing4j.core;

import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.limit.seats.NodeSeats;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.core.store.memory.InMemorySeats;
import io.github.licensing4j.spi.SeatStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Builds the seats of a node, with their tasks in the background. */
final class SeatAssembly {
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private SeatAssembly() {}

    /** Stores seats in the store of the host, else in the license store, else in the memory of this process. */
    static NodeSeats start(LicensingBuilder settings, LicenseCache cache, InstantSource clock, Schedule schedule) {
        SeatStore store = Optional.ofNullable(settings.seats)
                .or(settings.stored.store()::seats)
                .orElseGet(InMemorySeats::new);
        TaskQueue tasks = schedule.queue("licensing-seats");
        NodeSeats seats =
                new NodeSeats(store, clock, work -> tasks.once("renew a seat", work::run), settings.maxActiveLicenses);
        tasks.every(PROBE, "check whether the store of seats answers", seats::probe);
        tasks.every(SWEEP, "remove cached seats that have ended", seats::sweep);
        cache.dependent(seats);
        return seats;
    }
}
