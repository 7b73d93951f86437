package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.core.store.memory.InMemorySeats;
import java.time.InstantSource;

/** Seats of a node without a shared store, renewed by the call that finds them due. */
public final class LocalSeats {
    private LocalSeats() {}

    /**
     * Returns seats of a node.
     *
     * @param most how many holders are cached
     */
    public static NodeSeats of(InstantSource clock, int most) {
        return new NodeSeats(
                new InMemorySeats(),
                clock,
                work -> {
                    work.run();
                    return true;
                },
                most);
    }
}
