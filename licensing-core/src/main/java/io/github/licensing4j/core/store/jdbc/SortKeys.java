package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.core.store.PageKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Compares rows by several values as databases do: numbers by size, and names by their bytes. */
record SortKeys(List<SortKey> keys) implements Comparator<List<String>> {

    /** The form of a value. */
    enum SortKey {
        NUMBER,
        NAME
    }

    SortKeys {
        keys = List.copyOf(keys);
    }

    /**
     * Returns the values of a cursor.
     *
     * @throws IllegalArgumentException if it is not a cursor of these
     */
    List<String> read(String cursor) {
        List<String> values = PageKey.read(cursor, keys.size());
        for (int i = 0; i < values.size(); i++) {
            if (keys.get(i) == SortKey.NUMBER) {
                long unused = PageKey.number(values.get(i));
            }
        }
        return values;
    }

    @Override
    public int compare(List<String> one, List<String> other) {
        int compared = 0;
        for (int i = 0; i < keys.size() && compared == 0; i++) {
            compared = keys.get(i) == SortKey.NUMBER
                    ? Long.compare(PageKey.number(one.get(i)), PageKey.number(other.get(i)))
                    : Arrays.compareUnsigned(bytes(one.get(i)), bytes(other.get(i)));
        }
        return compared;
    }

    private static byte[] bytes(String name) {
        return ColumnText.stored(name).getBytes(StandardCharsets.UTF_8);
    }
}
