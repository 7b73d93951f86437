package io.github.licensing4j.core.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Where a page has ended, as a cursor: the keys of its last row, whatever is in them. */
public final class PageKey {
    private PageKey() {}

    public static String of(List<String> keys) {
        StringBuilder cursor = new StringBuilder();
        for (String key : keys) {
            // Not UTF-8, which has no half of a surrogate pair.
            ByteBuffer bytes = ByteBuffer.allocate(2 * key.length());
            bytes.asCharBuffer().put(key);
            cursor.append('.').append(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()));
        }
        return cursor.toString();
    }

    /**
     * The keys of a cursor.
     *
     * @param count how many there must be
     * @throws IllegalArgumentException if it is none of these
     */
    public static List<String> read(String cursor, int count) {
        String[] parts = cursor.split("\\.", -1);
        if (parts.length != count + 1 || !parts[0].isEmpty()) {
            throw new IllegalArgumentException("no cursor of this list: '" + cursor + "'");
        }
        List<String> keys = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[i]);
            if (bytes.length % 2 != 0) {
                throw new IllegalArgumentException("no cursor of this list: '" + cursor + "'");
            }
            keys.add(ByteBuffer.wrap(bytes).asCharBuffer().toString());
        }
        return keys;
    }

    /**
     * The number that a key is.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static long number(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a cursor with a number was expected, got '" + key + "'", e);
        }
    }
}
