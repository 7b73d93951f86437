package io.github.licensing4j.servlet.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Routes that need no administrator. */
final class CallerRoutes {
    private CallerRoutes() {}

    /** Answers a caller's request, with null if it has written its answer already. */
    interface Handler {
        @Nullable
        Answer answer(CallerRequest request) throws IOException;
    }

    /**
     * One request of a caller.
     *
     * @param variables what stood in the path where the route has braces
     */
    record CallerRequest(HttpServletRequest request, HttpServletResponse response, List<String> variables) {}

    static Route<Handler> route(String method, String path, Handler handler) {
        return new Route<>(method, path, handler);
    }
}
