package io.github.licensing4j.core.http;

import java.net.http.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of an exchange. */
public sealed interface HttpReply {

    /** The completeness of the body. */
    enum Body {
        /** The body was read to its end. */
        COMPLETE,
        /** The body is longer than the limit; the rest was not read. */
        CUT_OFF,
        /** The connection failed, or the time-out expired, before the end. */
        BROKEN_OFF
    }

    /**
     * The server sent at least the head of a response.
     *
     * @param status the status code
     * @param headers the header fields
     * @param text the body, decoded as UTF-8, at most as long as the limit
     * @param body how the body ended
     */
    record Received(int status, HttpHeaders headers, String text, Body body) implements HttpReply {

        /** Returns whether the status is 2xx. */
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Returns the first value of a header field. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        @Override
        public String toString() {
            return "Received[" + status + ", " + text.length() + " characters, " + body + "]";
        }
    }

    /**
     * The server sent no head of a response. It may have received the request.
     *
     * @param cause null if the time-out expired
     */
    record Silent(@Nullable Throwable cause) implements HttpReply {

        /** Returns the class of the cause: its message may contain the address, which can be a secret. */
        public String reason() {
            return cause == null ? "a time-out" : cause.getClass().getSimpleName();
        }
    }
}
