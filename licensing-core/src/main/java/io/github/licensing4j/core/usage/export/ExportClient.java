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
 * Posts to servers that bill from it. One answer counts: one that came in whole, within the time-out; redirects are answers
 * like any other.
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

    /** What came back. */
    sealed interface Answer {}

    /**
     * A whole answer.
     *
     * @param body as far as it was read
     * @param retryAfter how long the other side asks to wait, null if it does not say
     */
    record Answered(int status, String body, @Nullable Duration retryAfter) implements Answer {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /** No answer, or not a whole one: what was sent may have come in, or not. */
    record Silent(String error) implements Answer {}

    /**
     * What is posted.
     *
     * @param authorization the value of that field, null for none
     */
    record Letter(
            URI to, String type, String body, @Nullable String authorization) {
        @Override
        public String toString() {
            return "Letter[" + to.getHost() + ", " + type + "]";
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

    Answer post(Letter letter) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request(letter), head -> new BoundedText());
        try {
            return answered(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Silent("no answer within " + timeout);
        } catch (ExecutionException e) {
            return new Silent(reason(e.getCause()));
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private HttpRequest request(Letter letter) {
        HttpRequest.Builder request = HttpRequest.newBuilder(letter.to)
                .timeout(timeout)
                .header("Content-Type", letter.type)
                .header("Accept", "application/json")
                .header("User-Agent", "licensing4j")
                .POST(BodyPublishers.ofString(letter.body, StandardCharsets.UTF_8));
        if (letter.authorization != null) {
            request.header("Authorization", letter.authorization);
        }
        return request.build();
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

    /** The class alone: messages of foreign exceptions may hold the address. */
    private String reason(@Nullable Throwable cause) {
        return cause == null || cause instanceof HttpTimeoutException
                ? "no answer within " + timeout
                : "no whole answer, " + cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        // Its own thread ends once nobody refers to the client; the JDK has no way to end it before Java 21.
        threads.shutdownNow();
    }
}
