package io.github.licensing4j.servlet.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One method of one path.
 *
 * @param method the HTTP method
 * @param path the path under the servlet's, with variables in braces
 * @param handler what answers it
 */
record Route(String method, String path, Handler handler) {

    /** Answers a request. */
    interface Handler {
        Answer answer(Exchange exchange) throws IOException;
    }

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
            if (pattern[i].startsWith("{")) {
                variables.add(actual[i]);
            } else if (!pattern[i].equals(actual[i])) {
                return null;
            }
        }
        return variables;
    }
}
