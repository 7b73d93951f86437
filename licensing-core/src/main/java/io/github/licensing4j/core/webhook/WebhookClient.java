package io.github.licensing4j.core.webhook;

import io.github.licensing4j.core.http.BoundedHttpClient;
import io.github.licensing4j.core.http.HttpReply;
import io.github.licensing4j.core.http.HttpReply.Received;
import io.github.licensing4j.core.http.HttpReply.Silent;
import io.github.licensing4j.spi.OutboxMessage;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages to servers that are not trusted to respond soon, to end their response, or to keep their address. The
 * head of a response decides, whatever happens to its body.
 */
final class WebhookClient implements AutoCloseable {
    private static final int GONE = 410;
    /** A short body is read to its end, so that the connection can be used again. */
    private static final int MAX_BYTES = 16 * 1024;

    private final BoundedHttpClient client;

    /** The outcome of one attempt. */
    sealed interface Outcome {

        /** The endpoint accepted it. */
        record Accepted() implements Outcome {}

        /** There was no response; other messages to the endpoint should wait too. */
        record Unreachable(String error) implements Outcome {}

        /**
         * The endpoint did not accept it; it may at another attempt.
         *
         * @param error for operators, without the address or text of the endpoint
         * @param retryAfter the requested delay, null if there is none
         */
        record Failed(String error, @Nullable Duration retryAfter) implements Outcome {}

        /** The endpoint refuses further messages. */
        record Gone() implements Outcome {}
    }

    WebhookClient(Duration timeout) {
        this.client = new BoundedHttpClient("webhook", timeout);
    }

    /** @throws InterruptedException if the wait was interrupted, so that the outcome is unknown */
    Outcome post(WebhookEndpoint endpoint, OutboxMessage message, Instant now) throws InterruptedException {
        HttpReply reply = client.send(request(endpoint, message, now), MAX_BYTES);
        return reply instanceof Received received ? outcome(received, now) : unreachable((Silent) reply);
    }

    private HttpRequest request(WebhookEndpoint endpoint, OutboxMessage message, Instant now) {
        String id = WebhookId.parse(message.id()).message();
        long second = now.getEpochSecond();
        return HttpRequest.newBuilder(endpoint.url())
                .header("Content-Type", "application/json")
                .header("User-Agent", "licensing4j")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(second))
                .header("webhook-signature", endpoint.key().sign(id, second, message.body()))
                .POST(BodyPublishers.ofString(message.body(), StandardCharsets.UTF_8))
                .build();
    }

    private Outcome unreachable(Silent silent) {
        return new Outcome.Unreachable(
                silent.cause() == null ? "no answer within " + client.timeout() : "no answer, " + silent.reason());
    }

    private static Outcome outcome(Received received, Instant now) {
        if (received.isSuccess()) {
            return new Outcome.Accepted();
        }
        if (received.status() == GONE) {
            return new Outcome.Gone();
        }
        return new Outcome.Failed(
                "status " + received.status(),
                received.header("Retry-After")
                        .flatMap(value -> RetryAfter.parse(value, now))
                        .orElse(null));
    }

    @Override
    public void close() {
        client.close();
    }
}
