package io.github.licensing4j.core.webhook;

import io.github.licensing4j.spi.OutboxMessage;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages to servers that are not trusted to respond soon, to end their response, or to keep their address.
 * Redirects are responses like any other; the body of a response is discarded, and only a little of it is read.
 */
final class WebhookClient implements AutoCloseable {
    private static final int GONE = 410;

    private final Duration timeout;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "licensing-webhook-io");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client;

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

        /** The endpoint wants no more messages. */
        record Gone() implements Outcome {}
    }

    WebhookClient(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .executor(threads)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** @throws InterruptedException if the wait was interrupted, so that the outcome is unknown */
    Outcome post(WebhookEndpoint endpoint, OutboxMessage message, Instant now) throws InterruptedException {
        AtomicReference<@Nullable ResponseInfo> head = new AtomicReference<>();
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request(endpoint, message, now), info -> {
            head.set(info);
            return new Discarding();
        });
        try {
            answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return head.get() == null
                    ? new Outcome.Unreachable("no answer within " + timeout)
                    : outcome(head.get(), now);
        } catch (ExecutionException e) {
            return head.get() == null ? new Outcome.Unreachable(reason(e.getCause())) : outcome(head.get(), now);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
        return outcome(head.get(), now);
    }

    private HttpRequest request(WebhookEndpoint endpoint, OutboxMessage message, Instant now) {
        String id = WebhookId.parse(message.id()).message();
        long second = now.getEpochSecond();
        return HttpRequest.newBuilder(endpoint.url())
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "licensing4j")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(second))
                .header("webhook-signature", endpoint.key().sign(id, second, message.body()))
                .POST(BodyPublishers.ofString(message.body(), StandardCharsets.UTF_8))
                .build();
    }

    /** Only the class: messages of foreign exceptions may contain the address. */
    private String reason(@Nullable Throwable cause) {
        return cause == null || cause instanceof HttpTimeoutException
                ? "no answer within " + timeout
                : "no answer, " + cause.getClass().getSimpleName();
    }

    /** The head of the response decides, whatever happens to its body. */
    private static Outcome outcome(@Nullable ResponseInfo head, Instant now) {
        if (head == null) {
            return new Outcome.Unreachable("no answer");
        }
        int status = head.statusCode();
        if (status >= 200 && status < 300) {
            return new Outcome.Accepted();
        }
        if (status == GONE) {
            return new Outcome.Gone();
        }
        return new Outcome.Failed(
                "status " + status,
                head.headers()
                        .firstValue("Retry-After")
                        .flatMap(value -> RetryAfter.parse(value, now))
                        .orElse(null));
    }

    @Override
    public void close() {
        // Its thread ends once the client is unreachable; the JDK cannot close it before Java 21.
        threads.shutdownNow();
    }
}
