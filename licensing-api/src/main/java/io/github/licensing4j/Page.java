package io.github.licensing4j;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items the items of the page
 * @param next the cursor of the page after it, null if it is the last
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Passes every item of a list to an action, in order, one page after another.
     *
     * @param pages returns the page after a cursor, the first for null
     */
    public static <T> void forEach(Function<@Nullable String, Page<T>> pages, Consumer<? super T> action) {
        String cursor = null;
        do {
            Page<T> page = pages.apply(cursor);
            page.items.forEach(action);
            cursor = page.next;
        } while (cursor != null);
    }

    /** Returns this page with each item converted. */
    public <R> Page<R> map(Function<? super T, ? extends R> conversion) {
        return new Page<>(items.stream().<R>map(conversion).toList(), next);
    }
}
