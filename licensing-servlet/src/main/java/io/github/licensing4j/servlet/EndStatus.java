package io.github.licensing4j.servlet;

import io.github.licensing4j.LicenseRefusedException;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Derives the status with which a call is settled. */
final class EndStatus {
    private EndStatus() {}

    /**
     * Returns the status of a call. Once the response is committed, its status decides. Before that, the exception
     * decides, and a time-out is 503, unless a status from 400 up is set. A caller that hung up is settled with the
     * status that the handler was about to send, so that hanging up saves nothing.
     */
    static int of(HttpServletResponse response, @Nullable Throwable thrown, boolean timedOut) {
        try {
            int status = response.getStatus();
            if (response.isCommitted() || (thrown != null && isHangUp(thrown))) {
                return status;
            }
            if (thrown instanceof LicenseRefusedException) {
                return 403;
            }
            if (thrown != null) {
                return thrown instanceof UnavailableException ? 503 : 500;
            }
            return timedOut && status < 400 ? 503 : status;
        } catch (RuntimeException recycled) {
            // The container has recycled the response, so its status is unknown; never charge for that.
            return 500;
        }
    }

    /**
     * Returns whether the caller hung up. Containers have no common type for it: Tomcat's, Jetty's and Spring's are
     * recognized by name.
     */
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
