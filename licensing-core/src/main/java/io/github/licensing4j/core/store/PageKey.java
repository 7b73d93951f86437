package io.github.licensing4j.core.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Encodes the end of a page as a cursor: the keys of its last row, whatever they contain. */
public final class PageKey {
    private PageKey() {}

    public static String of(List<String> keys) {
        StringBuilder cursor = new StringBuilder();
        for (String key : keys) {
            // Not UTF-8, which cannot encode an unpaired surrogate.
            ByteBuffer bytes = ByteBuffer.allocate(2 * key.length());
            bytes.asCharBuffer().put(key);
            cursor.append('.').append(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()));
        }
        return cursor.toString();
    }

    /**
     * Returns the keys of a cursor.
     *
     * @param count the number of keys
     * @throws IllegalArgumentException if it is not such a cursor
     */
    public static List<String> read(String cursor, int count) {
        String[] parts = cursor.split("\\.", -1);
        if (parts.length != count + 1 || !parts[0].isEmpty()) {
            throw new IllegalArgumentException("not a cursor of this list: '" + cursor + "'");
        }
        List<String> keys = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[i]);
            if (bytes.length % 2 != 0) {
                throw new IllegalArgumentException("not a cursor of this list: '" + cursor + "'");
            }
            keys.add(ByteBuffer.wrap(bytes).asCharBuffer().toString());
        }
        return keys;
    }

    /**
     * Returns a key as a number.
     *
     * @throws IllegalArgumentException if it is not a number
     */
    public static long number(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a cursor with a number was expected, got '" + key + "'", e);
        }
    }
}
