package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.core.webhook.RetryAfter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts to receivers that bill usage. Only a complete response within the time-out counts; redirects are not followed.
 */
final class ExportClient implements AutoCloseable {
    private final Duration timeout;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "licensing-exports-io");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client;

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
        this.timeout = timeout;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .executor(threads)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    Answer post(Request request) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request(request), head -> new BoundedText());
        try {
            return answered(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Silent("no response within " + timeout);
        } catch (ExecutionException e) {
            return new Silent(reason(e.getCause()));
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private HttpRequest request(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.to)
                .timeout(timeout)
                .header("Content-Type", request.type)
                .header("Accept", "application/json")
                .header("User-Agent", "licensing4j")
                .POST(BodyPublishers.ofString(request.body, StandardCharsets.UTF_8));
        if (request.authorization != null) {
            builder.header("Authorization", request.authorization);
        }
        return builder.build();
    }

    private Answer answered(HttpResponse<String> response) {
        return new Answered(
                response.statusCode(),
                response.body(),
                response.headers()
                        .firstValue("Retry-After")
                        .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                        .orElse(null));
    }

    /** Only the class name: exception messages of other code may contain the address. */
    private String reason(@Nullable Throwable cause) {
        return cause == null || cause instanceof HttpTimeoutException
                ? "no response within " + timeout
                : "no complete response, " + cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        // Its thread ends once the client is garbage-collected; before Java 21 it cannot be closed.
        threads.shutdownNow();
    }
}
