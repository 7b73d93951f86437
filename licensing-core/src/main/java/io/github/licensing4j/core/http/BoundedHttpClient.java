package io.github.licensing4j.core.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests to servers that are not trusted to respond soon, to end their response, or to keep their address.
 *
 * <p>The time-out covers an exchange from connecting to the last byte. A body is read up to a limit. Redirects are not
 * followed, whatever their target: a 3xx is a response like any other. Safe for use by many threads, which wait for
 * their own exchange only.
 */
public final class BoundedHttpClient implements AutoCloseable {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int THREADS = 2;

    private final Duration timeout;
    private final ExecutorService threads;
    private @Nullable HttpClient client;

    /**
     * @param name of its daemon threads, after {@code licensing-}
     * @param timeout for one exchange, from connecting to the last byte
     */
    public BoundedHttpClient(String name, Duration timeout) {
        this.timeout = timeout;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "licensing-" + name + "-io");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Created for the first request, because TLS takes a sixth of a second to set up and many hosts never send one. */
    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder()
                    .executor(threads)
                    .connectTimeout(timeout)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            client = known;
        }
        return known;
    }

    /** Returns whether an address is https, or http on the loopback, and so cannot be changed on the way. */
    public static boolean isTrustworthy(URI uri) {
        boolean isLoopback = "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
        return uri.getHost() != null && ("https".equals(uri.getScheme()) || isLoopback);
    }

    /** Returns the time-out. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Sends a request and waits for the end of the exchange, at most for the time-out.
     *
     * @param request with its header fields; a {@code timeout} of its own is not needed
     * @param maxBytes the longest body that is read
     * @throws InterruptedException if the wait was interrupted, so that the outcome is unknown
     */
    public HttpReply send(HttpRequest request, int maxBytes) throws InterruptedException {
        AtomicReference<@Nullable BoundedBody> body = new AtomicReference<>();
        CompletableFuture<HttpResponse<HttpReply.Received>> exchange = client().sendAsync(request, head -> {
            BoundedBody collected = new BoundedBody(head, maxBytes);
            body.set(collected);
            return collected;
        });
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS).body();
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return incomplete(body.get(), null);
        } catch (ExecutionException e) {
            return incomplete(body.get(), e.getCause() instanceof HttpTimeoutException ? null : e.getCause());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        }
    }

    private static HttpReply incomplete(@Nullable BoundedBody body, @Nullable Throwable cause) {
        return body == null ? new HttpReply.Silent(cause) : body.unfinished();
    }

    @Override
    public void close() {
        // Its selector thread ends once the client is unreachable; the JDK cannot close it before Java 21.
        threads.shutdownNow();
    }
}
