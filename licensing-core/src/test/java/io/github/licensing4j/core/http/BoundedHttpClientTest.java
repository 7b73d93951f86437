package io.github.licensing4j.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.licensing4j.core.http.HttpReply.Body;
import io.github.licensing4j.core.http.HttpReply.Received;
import io.github.licensing4j.core.http.HttpReply.Silent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that respond well, too much, partly, elsewhere and never. */
class BoundedHttpClientTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    BoundedHttpClientTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private URI serve(HttpHandler handler) {
        server.createContext("/", handler);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static HttpReply get(URI uri, Duration timeout, int maxBytes) throws InterruptedException {
        try (BoundedHttpClient client = new BoundedHttpClient("test", timeout)) {
            return client.send(HttpRequest.newBuilder(uri).build(), maxBytes);
        }
    }

    private void waitForTheEnd() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({"5, COMPLETE, hello", "6, COMPLETE, hello", "4, CUT_OFF, hell", "0, CUT_OFF, ''"})
    void readsBodyUpToLimit(int maxBytes, Body end, String text) throws InterruptedException {
        URI uri = serve(exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        assertThat(get(uri, PATIENT, maxBytes)).isInstanceOfSatisfying(Received.class, received -> {
            assertThat(received.isSuccess()).isTrue();
            assertThat(received.body()).isEqualTo(end);
            assertThat(received.text()).isEqualTo(text);
        });
    }

    @Test
    void returnsHeadOfUnfinishedBody() throws InterruptedException {
        URI uri = serve(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(503, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            waitForTheEnd();
        });
        assertThat(get(uri, Duration.ofSeconds(3), 100)).isInstanceOfSatisfying(Received.class, received -> {
            assertThat(received.status()).isEqualTo(503);
            assertThat(received.body()).isEqualTo(Body.BROKEN_OFF);
            assertThat(received.header("Retry-After")).contains("7");
        });
    }

    @Test
    void returnsRedirectAsResponse() throws InterruptedException {
        URI uri = serve(exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        assertThat(get(uri, PATIENT, 100)).isInstanceOfSatisfying(Received.class, received -> {
            assertThat(received.status()).isEqualTo(302);
            assertThat(received.isSuccess()).isFalse();
        });
    }

    @Test
    void waitsNoLongerThanTimeOut() throws InterruptedException {
        URI uri = serve(exchange -> waitForTheEnd());
        assertThat(get(uri, SHORT, 100))
                .isInstanceOfSatisfying(
                        Silent.class, silent -> assertThat(silent.reason()).isEqualTo("a time-out"));
    }

    @Test
    void namesNoAddressWhenUnreachable() throws InterruptedException {
        URI uri = serve(exchange -> waitForTheEnd());
        server.stop(0);
        assertThat(get(uri, PATIENT, 100))
                .isInstanceOfSatisfying(
                        Silent.class, silent -> assertThat(silent.reason()).isEqualTo("ConnectException"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://issuer.example/keys, true",
        "http://localhost:8080/keys, true",
        "http://[::1]/keys, true",
        "http://issuer.example/keys, false",
        "http://127.0.0.1.example/keys, false",
        "ftp://localhost/keys, false",
        "file:///keys, false"
    })
    void trustsHttpsAndLoopbackOnly(URI uri, boolean isTrustworthy) {
        assertThat(BoundedHttpClient.isTrustworthy(uri)).isEqualTo(isTrustworthy);
    }
}
