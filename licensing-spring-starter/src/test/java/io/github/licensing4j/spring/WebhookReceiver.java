package io.github.licensing4j.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Receives and records webhooks. */
final class WebhookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
    private final List<Message> received = new CopyOnWriteArrayList<>();

    /** A message of a type; each attempt to send it has the same id. */
    record Message(String id, String type) {}

    WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String type = JsonMapper.shared().readTree(body).path("type").asString();
            arrived.add(new Message(exchange.getRequestHeaders().getFirst("webhook-id"), type));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    /** Returns the properties of an application that sends its webhooks here. */
    List<String> properties() {
        return List.of(
                "licensing.webhooks[0].url=http://127.0.0.1:"
                        + server.getAddress().getPort() + "/",
                "licensing.webhooks[0].allow-http=true",
                "licensing.webhooks[0].secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    /** Waits until a message of a type was received. */
    void await(String type) throws InterruptedException {
        while (received.stream().noneMatch(message -> message.type().equals(type))) {
            assertThat(receive(Duration.ofSeconds(60)))
                    .as("a message of type %s, got %s", type, received)
                    .isTrue();
        }
    }

    /** Waits for the next message. Returns whether one was received in time. */
    boolean receive(Duration within) throws InterruptedException {
        Message next = arrived.poll(within.toMillis(), TimeUnit.MILLISECONDS);
        return next != null && received.add(next);
    }

    /** Returns all messages that were received so far. */
    List<Message> received() {
        arrived.drainTo(received);
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
