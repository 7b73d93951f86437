package io.github.licensing4j.servlet.admin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One method of one path.
 *
 * @param <H> what answers it
 * @param method the HTTP method; HEAD is answered as GET
 * @param path the path under the servlet's, with variables in braces
 * @param handler what answers it
 */
record Route<H>(String method, String path, H handler) {

    /** What stands where the path has braces, null if the path is another. */
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

    /** What no id can be is not there; so no store is ever asked for it. */
    private static boolean isId(String text) {
        return !text.isBlank() && text.length() <= 256 && Texts.isPlain(text);
    }
}
