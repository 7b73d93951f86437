package io.github.licensing4j.servlet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes the least length of a chunked form that the container has read. */
final class FormLength {
    private FormLength() {}

    /**
     * Returns the length of the fields if each character was one byte and nothing was escaped, so never more than was
     * sent.
     *
     * @param fields the fields of the form and of the query
     * @param query the query as it was sent, null if there was none
     */
    static long atLeast(Map<String, String[]> fields, @Nullable String query) {
        long length = 0;
        for (Map.Entry<String, String[]> field : fields.entrySet()) {
            for (String value : field.getValue()) {
                int equals = value.isEmpty() ? 0 : 1;
                length += field.getKey().length() + equals + value.length() + 1;
            }
        }
        // One separator is too many, and the fields of the query are not part of the form.
        long others = 1 + (query == null ? 0 : query.length() + 1L);
        return Math.max(0, length - others);
    }
}
