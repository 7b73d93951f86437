package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.core.http.BoundedHttpClient;
import io.github.licensing4j.core.http.HttpReply;
import io.github.licensing4j.core.http.HttpReply.Body;
import io.github.licensing4j.core.http.HttpReply.Received;
import io.github.licensing4j.core.webhook.RetryAfter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Posts to receivers that bill usage. Only a complete response within the time-out counts; redirects are not followed.
 */
final class ExportClient implements AutoCloseable {
    private static final int MAX_BYTES = 16 * 1024;

    private final InstantSource clock;
    private final BoundedHttpClient client;

    /** The result of a request. */
    sealed interface Answer {}

    /**
     * A complete response.
     *
     * @param body the beginning of the body
     * @param retryAfter the wait that the receiver requests, null if none
     */
    record Answered(int status, String body, @Nullable Duration retryAfter) implements Answer {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /** No response, or an incomplete one: the request may have been received. */
    record Silent(String error) implements Answer {}

    /**
     * A request.
     *
     * @param authorization the value of the header field, null for none
     */
    record Request(
            URI to, String type, String body, @Nullable String authorization) {
        @Override
        public String toString() {
            return "Request[" + to.getHost() + ", " + type + "]";
        }
    }

    ExportClient(Duration timeout, InstantSource clock) {
        this.clock = clock;
        this.client = new BoundedHttpClient("exports", timeout);
    }

    Answer post(Request request) throws InterruptedException {
        HttpReply reply = client.send(request(request), MAX_BYTES);
        if (reply instanceof HttpReply.Silent silent) {
            return new Silent(
                    silent.cause() == null
                            ? "no response within " + client.timeout()
                            : "no response, " + silent.reason());
        }
        Received received = (Received) reply;
        return received.body() == Body.BROKEN_OFF
                ? new Silent("no complete response within " + client.timeout())
                : answered(received);
    }

    private HttpRequest request(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.to)
                .header("Content-Type", request.type)
                .header("Accept", "application/json")
                .header("User-Agent", "licensing4j")
                .POST(BodyPublishers.ofString(request.body, StandardCharsets.UTF_8));
        if (request.authorization != null) {
            builder.header("Authorization", request.authorization);
        }
        return builder.build();
    }

    private Answer answered(Received received) {
        return new Answered(
                received.status(),
                received.text(),
                received.header("Retry-After")
                        .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                        .orElse(null));
    }

    @Override
    public void close() {
        client.close();
    }
}
