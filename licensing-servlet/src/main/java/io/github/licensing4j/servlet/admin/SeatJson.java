package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.licensing4j.SeatsLimit.Holder;
import io.github.licensing4j.admin.Seats.SeatRequest;
import io.github.licensing4j.admin.Seats.SeatView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A seat of a license that others cannot take. */
record SeatJson(
        String license,
        String limit,
        Holder of,
        String holder,
        State state,
        Instant takenAt,
        @Nullable Instant expiresAt,
        @Nullable Instant releasedAt) {

    /** The states of a seat. */
    enum State {
        /** Its holder has it. */
        HELD,
        /** It was released, and is kept for its last holder. */
        COOLING_DOWN
    }

    /** A page of seats. */
    record SeatsJson(List<SeatJson> seats, @Nullable String next) {}

    /** The seat to assign or to release. */
    record NamedSeatJson(
            @Nullable String limit,
            @JsonProperty(required = true) String holder,
            @Nullable String reason) implements Request {

        SeatRequest seat() {
            return new SeatRequest(limit, holder);
        }
    }

    /** The own seat to release. */
    record OwnSeatReleaseJson(
            @Nullable String limit, @Nullable String reason) implements Request {}

    static SeatJson of(SeatView seat) {
        return new SeatJson(
                seat.license(),
                seat.limit(),
                seat.of(),
                seat.holder(),
                seat.releasedAt() == null ? State.HELD : State.COOLING_DOWN,
                seat.takenAt(),
                seat.freeAt(),
                seat.releasedAt());
    }
}
