package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.spi.SeatHolding;
import java.time.Instant;
import java.util.List;

/**
 * The seats of a license that were held in a billing period, as they are stored at an instant.
 *
 * @param holdings in any order; those that ended before the period are ignored
 * @param now that instant, until which a seat counts that is still held
 * @param isStored whether the license store stores seats
 */
public record HeldSeats(List<SeatHolding> holdings, Instant now, boolean isStored) {
    public HeldSeats {
        holdings = List.copyOf(holdings);
    }

    /** Returns no seats, of a license without holders. */
    public static HeldSeats none(Instant now) {
        return new HeldSeats(List.of(), now, true);
    }
}
