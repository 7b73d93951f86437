package io.github.licensing4j.servlet.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes that need no administrator. */
final class CallerRoutes {
    private CallerRoutes() {}

    /** Answers a caller's request; null if the response is written already. */
    interface Handler {
        @Nullable
        Answer answer(CallerRequest request) throws IOException;
    }

    /**
     * One request of a caller.
     *
     * @param variables the parts of the path that match the braces of the route
     */
    record CallerRequest(HttpServletRequest request, HttpServletResponse response, List<String> variables) {}

    static Route<Handler> route(String method, String path, Handler handler) {
        return new Route<>(method, path, handler);
    }
}
