package io.github.licensing4j.examples.checks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a service with API keys, and its admin API with the admin token. */
public final class ServiceClient {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI base;
    private final String adminToken;

    public ServiceClient(URI base, String adminToken) {
        this.base = base;
        this.adminToken = adminToken;
    }

    public URI base() {
        return base;
    }

    /** A license with an API key. */
    public record Sold(String license, String keyId, String key) {}

    /** Calls an endpoint with an API key. */
    public Reply get(String path, String key) throws IOException, InterruptedException {
        return send(request(path).header("X-API-Key", key).build());
    }

    /** Calls an endpoint without a credential. */
    public Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    /** Creates a license of a plan, and an API key of it. */
    public Sold sell(String plan) throws IOException, InterruptedException {
        return create("{\"customer\":\"acme\",\"plan\":\"" + plan + "\"}");
    }

    private Sold create(String license) throws IOException, InterruptedException {
        String id = admin("POST", "/licenses", license).path("id").asString();
        JsonNode key = admin("POST", "/licenses/" + id + "/keys", "{\"name\":\"check\"}");
        return new Sold(id, key.path("keyId").asString(), key.path("key").asString());
    }

    /** Creates a license of the plan {@code free} whose quota is the only limit that a check can reach. */
    public Sold sellQuota(long amount) throws IOException, InterruptedException {
        return sellFree("{\"monthly\":{\"amount\":" + amount + "},\"burst\":{\"permits\":100000,\"burst\":100000}}");
    }

    /** Creates a license of the plan {@code free} whose rate is the only limit that a check can reach. */
    public Sold sellRate() throws IOException, InterruptedException {
        return sellFree("{\"monthly\":{\"amount\":1000000}}");
    }

    private Sold sellFree(String limits) throws IOException, InterruptedException {
        return create("{\"customer\":\"acme\",\"plan\":\"free@1\",\"overrides\":{\"limits\":" + limits + "}}");
    }

    /** Returns the calls of a license that are in the ledger. */
    public long settled(String license) throws IOException, InterruptedException {
        long units = 0;
        for (JsonNode row : read("/licenses/" + license + "/usage?by=meter").path("rows")) {
            if (row.path("meter").asString().equals("calls")) {
                units += row.path("units").asLong();
            }
        }
        return units;
    }

    /** Reads from the admin API. */
    public JsonNode read(String path) throws IOException, InterruptedException {
        return body(send(adminRequest(path).build()));
    }

    /** Changes something through the admin API. */
    public JsonNode admin(String method, String path, String json) throws IOException, InterruptedException {
        return body(send(adminRequest(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json))
                .build()));
    }

    private static JsonNode body(Reply reply) throws IOException {
        if (reply.status() >= 300) {
            throw new IOException("expected success, got " + reply.outcome() + ": " + reply.body());
        }
        return JsonMapper.shared().readTree(reply.body().isEmpty() ? "{}" : reply.body());
    }

    private HttpRequest.Builder adminRequest(String path) {
        return request("/licensing/v1" + path).header("Authorization", "Bearer " + adminToken);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    private static Reply send(HttpRequest request) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return new Reply(response.statusCode(), response.headers(), response.body(), millis);
    }
}
