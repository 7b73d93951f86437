package io.github.licensing4j.core.store;

import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Divides lists of seats that were held into pages. */
public final class HoldingPage {
    /** Comes before every holding. */
    private static final SeatHolding FIRST =
            new SeatHolding(new SeatCounter("", SeatsLimit.Holder.DEVICE), "", Instant.EPOCH, Instant.EPOCH);

    private HoldingPage() {}

    /**
     * Returns the holding that a page comes after.
     *
     * @throws IllegalArgumentException if it is not a cursor of this list
     */
    public static SeatHolding after(@Nullable String cursor) {
        if (cursor == null) {
            return FIRST;
        }
        List<String> keys = PageKey.read(cursor, 4);
        SeatCounter counter = new SeatCounter(keys.get(0), SeatsLimit.Holder.valueOf(keys.get(1)));
        Instant from = Instant.ofEpochMilli(PageKey.number(keys.get(3)));
        return new SeatHolding(counter, keys.get(2), from, from);
    }

    /**
     * Returns a page of holdings.
     *
     * @param found the holdings, with one more if there is another page
     * @param max the most of them in a page
     */
    public static Page<SeatHolding> of(List<SeatHolding> found, int max) {
        if (found.size() <= max) {
            return new Page<>(found, null);
        }
        SeatHolding last = found.get(max - 1);
        String next = PageKey.of(List.of(
                last.counter().limit(),
                last.counter().of().name(),
                last.holder(),
                Long.toString(last.from().toEpochMilli())));
        return new Page<>(found.subList(0, max), next);
    }
}
