package io.github.licensing4j.core.store;

import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatCounter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Divides lists of seats into pages. */
public final class SeatPage {
    /** Comes before every seat. */
    private static final Seat FIRST =
            new Seat(new SeatCounter("", SeatsLimit.Holder.DEVICE), "", Instant.EPOCH, Instant.EPOCH, null);

    private SeatPage() {}

    /**
     * Returns the seat that a page comes after.
     *
     * @throws IllegalArgumentException if it is not a cursor of this list
     */
    public static Seat after(@Nullable String cursor) {
        if (cursor == null) {
            return FIRST;
        }
        List<String> keys = PageKey.read(cursor, 3);
        SeatCounter counter = new SeatCounter(keys.get(0), SeatsLimit.Holder.valueOf(keys.get(1)));
        return new Seat(counter, keys.get(2), Instant.EPOCH, Instant.EPOCH, null);
    }

    /**
     * Returns a page of seats.
     *
     * @param found the seats, with one more if there is another page
     * @param max the most of them in a page
     */
    public static Page<Seat> of(List<Seat> found, int max) {
        if (found.size() <= max) {
            return new Page<>(found, null);
        }
        Seat last = found.get(max - 1);
        String next =
                PageKey.of(List.of(last.counter().limit(), last.counter().of().name(), last.holder()));
        return new Page<>(found.subList(0, max), next);
    }
}
