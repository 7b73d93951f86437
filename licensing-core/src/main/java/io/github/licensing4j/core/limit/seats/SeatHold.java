package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.spi.CallHold;
import io.github.licensing4j.spi.SeatLevel;

/** The seats that one call was made with, by the index of their rules. */
final class SeatHold implements CallHold {
    private final SeatLevel[] levels;

    SeatHold(SeatLevel[] levels) {
        this.levels = levels;
    }

    SeatLevel level(int index) {
        return levels[index];
    }

    /** Seats are reserved after every other limit, so no refusal of another one takes them away; the holder keeps them. */
    @Override
    public void release() {}
}
