package io.github.licensing4j.core.cli;

import io.github.licensing4j.core.http.BoundedHttpClient;
import io.github.licensing4j.core.http.HttpReply;
import io.github.licensing4j.core.http.HttpReply.Received;
import io.github.licensing4j.core.http.HttpReply.Silent;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends requests to the admin API of a running service. The admin token comes from the environment, because arguments are visible
 * to everyone on the machine.
 */
final class AdminClient implements AutoCloseable {
    static final String TOKEN = "LICENSING_ADMIN_TOKEN";

    private static final int MAX_BYTES = 8 * 1024 * 1024;
    private static final Set<Integer> REFUSALS = Set.of(404, 409, 422);

    private final AdminAddress address;
    private final String token;
    private final Duration timeout;
    private final BoundedHttpClient client;

    private AdminClient(String command, AdminAddress address, Map<String, String> environment, Duration timeout) {
        this.address = address;
        this.token = token(environment);
        this.timeout = timeout;
        this.client = new BoundedHttpClient(command, timeout);
    }

    /**
     * Opens a client for the options --url, --allow-http and --timeout of a command.
     *
     * @param command the command that sends the requests, for the names of threads
     * @param timeout the time for a response unless the options have another
     */
    static AdminClient open(String command, Options options, Map<String, String> environment, Duration timeout) {
        AdminAddress address = AdminAddress.parse(
                options.required("--url"),
                options.flag("--allow-http") ? AdminAddress.Plain.ALLOWED : AdminAddress.Plain.ON_LOOPBACK);
        Duration own = options.optional("--timeout", AdminClient::timeout).orElse(timeout);
        return new AdminClient(command, address, environment, own);
    }

    private static Duration timeout(String text) {
        Duration timeout = Duration.parse(text);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("expected a time above zero, and at most a day");
        }
        return timeout;
    }

    /** Checked here, because an error of the HTTP client would repeat an invalid header value. */
    private static String token(Map<String, String> environment) {
        String token = environment.getOrDefault(TOKEN, "").strip();
        if (token.isEmpty()) {
            throw new UsageException("the environment variable " + TOKEN + " is missing");
        }
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new UsageException("the environment variable " + TOKEN + " holds what no token has");
        }
        return token;
    }

    AdminAddress address() {
        return address;
    }

    /**
     * Returns the whole response.
     *
     * @param path under the admin API, with its query
     * @param what the response, for errors
     */
    byte[] get(String path, String what) throws IOException {
        return send(request(path).build(), what);
    }

    /** Posts a JSON text, and returns the whole response. */
    byte[] post(String path, String json, String what) throws IOException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                what);
    }

    /**
     * The response to a request about one license.
     *
     * @param isRefused whether the body is the problem (RFC 9457) by which the service refused the request: what it names does not
     *     exist, is invalid, or is in a state that does not allow it
     */
    record Response(boolean isRefused, JsonNode body) {}

    /**
     * Sends a request that the service may refuse.
     *
     * @param json the body, null for a GET, which has none
     */
    Response exchange(String method, String path, @Nullable String json, String what) throws IOException {
        HttpRequest.Builder request = request(path);
        if (json != null) {
            request.method(method, BodyPublishers.ofString(json)).header("Content-Type", "application/json");
        }
        return response(request.build(), what);
    }

    /** Posts a catalog in a request that the service may refuse. */
    Response postCatalog(String path, String yaml, String what) throws IOException {
        return response(
                request(path)
                        .header("Content-Type", "application/yaml")
                        .POST(BodyPublishers.ofString(yaml))
                        .build(),
                what);
    }

    private Response response(HttpRequest request, String what) throws IOException {
        Received received = received(request, what);
        boolean isRefused = REFUSALS.contains(received.status())
                && received.header("Content-Type").orElse("").startsWith("application/problem+json");
        return isRefused || received.status() == 201
                ? new Response(isRefused, ResponseJson.read(content(received, what)))
                : new Response(false, ResponseJson.read(body(received, what)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private byte[] send(HttpRequest request, String what) throws IOException {
        return body(received(request, what), what);
    }

    private Received received(HttpRequest request, String what) throws IOException {
        try {
            HttpReply reply = client.send(request, MAX_BYTES);
            if (reply instanceof Received received) {
                return received;
            }
            Throwable cause = ((Silent) reply).cause();
            throw cause == null
                    ? new IOException("no " + what + " within " + timeout)
                    : new IOException("no " + what + ", " + cause, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private byte[] body(Received received, String what) throws IOException {
        if (received.status() != 200) {
            throw new IOException("expected a " + what + ", got status " + received.status());
        }
        return content(received, what);
    }

    private byte[] content(Received received, String what) throws IOException {
        return switch (received.body()) {
            case COMPLETE -> received.text().getBytes(StandardCharsets.UTF_8);
            case CUT_OFF -> throw new IOException("the " + what + " is longer than " + MAX_BYTES + " bytes");
            case BROKEN_OFF -> throw new IOException("no " + what + " within " + timeout);
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
