package io.github.licensing4j.servlet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long a form was at least, where nobody said how long it is and the container has read it. */
final class FormLength {
    private FormLength() {}

    /**
     * What the fields come to when each character was one byte and nothing was escaped, so never more than was sent.
     *
     * @param fields those of the form and those of the query
     * @param query as it was sent, null if there was none
     */
    static long atLeast(Map<String, String[]> fields, @Nullable String query) {
        long length = 0;
        for (Map.Entry<String, String[]> field : fields.entrySet()) {
            for (String value : field.getValue()) {
                int equals = value.isEmpty() ? 0 : 1;
                length += field.getKey().length() + equals + value.length() + 1;
            }
        }
        // One separator is too many, and what the query has brought is not of the form.
        long others = 1 + (query == null ? 0 : query.length() + 1L);
        return Math.max(0, length - others);
    }
}
