package io.github.licensing4j.core.store;

import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Divides lists of seats, and of the times in which they were held, into pages. */
public final class SeatPage {
    /** Comes before every row. */
    private static final SeatHolding FIRST =
            new SeatHolding(new SeatCounter("", SeatsLimit.Holder.DEVICE), "", Instant.EPOCH, Instant.EPOCH);

    private SeatPage() {}

    /**
     * Returns the row that a page comes after.
     *
     * @throws IllegalArgumentException if it is not a cursor of such a list
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
     * Returns a page.
     *
     * @param found the rows, with one more if there is another page
     * @param max the most of them in a page
     * @param holding returns the holding of a row
     */
    public static <T> Page<T> of(List<T> found, int max, Function<T, SeatHolding> holding) {
        if (found.size() <= max) {
            return new Page<>(found, null);
        }
        SeatHolding last = holding.apply(found.get(max - 1));
        String next = PageKey.of(List.of(
                last.counter().limit(),
                last.counter().of().name(),
                last.holder(),
                Long.toString(last.from().toEpochMilli())));
        return new Page<>(found.subList(0, max), next);
    }
}
