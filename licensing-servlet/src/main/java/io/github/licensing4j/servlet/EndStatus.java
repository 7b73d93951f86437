package io.github.licensing4j.servlet;

import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The status that stands for how a call ended. */
final class EndStatus {
    private EndStatus() {}

    /**
     * Once the response is committed its status decides. Before that, what was thrown decides, and a time-out is 503,
     * unless a status from 400 up says more. A caller that hung up gets what the handler was about to answer, so that
     * hanging up saves nothing.
     */
    static int of(HttpServletResponse response, @Nullable Throwable thrown, boolean timedOut) {
        try {
            int status = response.getStatus();
            if (response.isCommitted() || (thrown != null && isHangUp(thrown))) {
                return status;
            }
            if (thrown != null) {
                return thrown instanceof UnavailableException ? 503 : 500;
            }
            return timedOut && status < 400 ? 503 : status;
        } catch (RuntimeException recycled) {
            // The container has taken the response back, so nothing is known; never charge for that.
            return 500;
        }
    }

    /** The containers have no common type for it: Tomcat's, Jetty's and Spring's are known by name. */
    private static boolean isHangUp(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            String type = cause.getClass().getName();
            if (cause instanceof IOException
                    && (type.endsWith(".ClientAbortException")
                            || type.equals("org.eclipse.jetty.io.EofException")
                            || type.endsWith(".AsyncRequestNotUsableException"))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
