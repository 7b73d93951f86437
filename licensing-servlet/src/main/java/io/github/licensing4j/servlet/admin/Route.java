package io.github.licensing4j.servlet.admin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route: one method of one path.
 *
 * @param <H> the type of the handler
 * @param method the HTTP method; HEAD is answered as GET
 * @param path the path under the servlet's, with variables in braces
 * @param handler the handler
 */
record Route<H>(String method, String path, H handler) {

    /** Returns the parts of a path that match the braces, null if it does not match. */
    @Nullable
    List<String> match(String requested) {
        String[] pattern = path.split("/", -1);
        String[] actual = requested.split("/", -1);
        if (pattern.length != actual.length) {
            return null;
        }
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].startsWith("{") && isId(actual[i])) {
                variables.add(actual[i]);
            } else if (!pattern[i].equals(actual[i])) {
                return null;
            }
        }
        return variables;
    }

    /** Returns whether a text can be an id, so that no store is queried for others. */
    private static boolean isId(String text) {
        return !text.isBlank() && text.length() <= 256 && ReceivedText.isPlain(text);
    }
}
