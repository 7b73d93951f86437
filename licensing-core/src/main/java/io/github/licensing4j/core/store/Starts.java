package io.github.licensing4j.core.store;

import io.github.licensing4j.spi.UseAtStart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts the starts of a counter within one window to and from their stored form: {@code
 * at:own:earlier,at:own:earlier}.
 */
public final class Starts {
    /** The largest number of edits of a limit kept separately within one period; later ones are combined. */
    private static final int MOST = 200;

    private Starts() {}

    /** Returns the latest start, one at {@link Long#MIN_VALUE} if there is none. */
    public static UseAtStart last(List<UseAtStart> starts) {
        return starts.isEmpty() ? new UseAtStart(Long.MIN_VALUE, 0, 0) : starts.get(starts.size() - 1);
    }

    /** Returns the starts with a later one. */
    public static List<UseAtStart> with(List<UseAtStart> starts, UseAtStart later) {
        List<UseAtStart> all = new ArrayList<>(starts.subList(0, Math.min(starts.size(), MOST - 1)));
        all.add(later);
        return List.copyOf(all);
    }

    /** Returns the stored text. */
    public static String text(List<UseAtStart> starts) {
        return starts.stream()
                .map(start -> start.atMillis() + ":" + start.own() + ":" + start.earlier())
                .collect(Collectors.joining(","));
    }

    /** Parses the starts of a text, none if it is null. */
    public static List<UseAtStart> parse(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Starts::start).toList();
    }

    private static UseAtStart start(String text) {
        String[] parts = text.split(":", -1);
        return new UseAtStart(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
}
