package io.github.licensing4j.core.credential.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/**
 * An identity provider on a real HTTP server: metadata, keys and introspection. It rotates keys, is slow, down or overloaded, and
 * sends garbage or huge documents, as a test needs.
 */
public final class IdentityProvider implements AutoCloseable {
    public static final String OPENID = "/.well-known/openid-configuration";
    public static final String RFC8414 = "/.well-known/oauth-authorization-server";
    public static final String KEYS = "/keys";
    public static final String INTROSPECT = "/introspect";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> tokens = new ConcurrentHashMap<>();
    public final List<Map<String, String>> introspected = Collections.synchronizedList(new ArrayList<>());

    /** Answers a request. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private IdentityProvider(int port) {
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                requests.computeIfAbsent(path, first -> new AtomicInteger()).incrementAndGet();
                answers.getOrDefault(path, text(404, "")).to(exchange);
            }
        });
        answers.put(INTROSPECT, this::introspect);
        server.start();
    }

    /** Starts a provider with metadata of OpenID Connect and these keys. */
    public static IdentityProvider with(ProviderKey... keys) {
        IdentityProvider provider = new IdentityProvider(0);
        provider.publish(keys);
        provider.answer(OPENID, json(provider.metadata(provider.issuer())));
        return provider;
    }

    /** Starts a provider where another one has been. */
    public static IdentityProvider at(String issuer, ProviderKey... keys) {
        IdentityProvider provider = new IdentityProvider(URI.create(issuer).getPort());
        provider.publish(keys);
        return provider;
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public URI uri(String path) {
        return URI.create(issuer() + path);
    }

    /** Returns the metadata of an issuer with the keys of this one. */
    public Map<String, Object> metadata(String issuer) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", issuer);
        metadata.put("jwks_uri", uri(KEYS).toString());
        metadata.put("response_types_supported", List.of("code"));
        return metadata;
    }

    /** Returns introspection here with the default times, but for a time-out that no busy machine exceeds. */
    public Introspection patient(String clientId, String clientSecret) {
        return new Introspection(
                uri(INTROSPECT),
                new Introspection.ClientSecret(clientId, clientSecret),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
    }

    /** Replaces the keys. */
    public void publish(ProviderKey... keys) {
        answer(KEYS, text(200, ProviderKey.set(keys)));
    }

    public void answer(String path, Answer answer) {
        answers.put(path, answer);
    }

    /** Makes introspection answer again as it should. */
    public void answerIntrospection() {
        answer(INTROSPECT, this::introspect);
    }

    public int requests(String path) {
        AtomicInteger count = requests.get(path);
        return count == null ? 0 : count.get();
    }

    /** Makes a token active, with these members of its introspection. */
    public void activate(String token, Map<String, Object> members) {
        Map<String, Object> response = new LinkedHashMap<>(members);
        response.put("active", true);
        tokens.put(token, response);
    }

    public void revoke(String token) {
        tokens.remove(token);
    }

    private void introspect(HttpExchange exchange) throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        form.put("Authorization", String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        form.put("method", exchange.getRequestMethod());
        introspected.add(form);
        json(tokens.getOrDefault(form.get("token"), Map.of("active", false))).to(exchange);
    }

    public static Answer json(Map<String, Object> members) {
        return text(200, JsonMapper.shared().writeValueAsString(members));
    }

    public static Answer text(int status, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Returns a document of so many bytes and more, which is JSON up to its end. */
    public static Answer huge(int bytes) {
        return text(200, "{\"active\":true,\"issuer\":\"x\",\"keys\":[],\"filler\":\"" + "x".repeat(bytes) + "\"}");
    }

    /** Never answers, until the provider is closed. */
    public Answer silence() {
        return exchange -> await(closing);
    }

    /** Sends a beginning, and never the rest. */
    public Answer stalled(String beginning) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(beginning.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(closing);
        };
    }

    /** Answers once a test allows it. */
    public Answer held(CountDownLatch release, Answer answer) {
        return exchange -> {
            await(release);
            answer.to(exchange);
        };
    }

    public Answer introspection() {
        return this::introspect;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
