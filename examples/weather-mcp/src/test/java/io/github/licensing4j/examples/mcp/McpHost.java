package io.github.licensing4j.examples.mcp;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The example on a free port, and clients of the official SDK for it. */
final class McpHost implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final AtomicInteger LICENSES = new AtomicInteger();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private McpHost(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static McpHost start(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                // A client that ends without a word leaves its stream open.
                "--server.shutdown=immediate",
                "--spring.main.banner-mode=off",
                "--CATALOG=" + catalog(),
                "--DATA_DIR=" + directory(),
                "--ADMIN_TOKEN=" + "0123456789abcdef".repeat(4),
                "--licensing.keys.generate=true"));
        arguments.addAll(List.of(more));
        return new McpHost(
                new SpringApplicationBuilder(WeatherMcpApplication.class).run(arguments.toArray(new String[0])));
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("weather-mcp");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path catalog() {
        Path here = Path.of("licensing.yaml").toAbsolutePath();
        return Files.exists(here)
                ? here
                : Path.of("examples/weather-mcp/licensing.yaml").toAbsolutePath();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Returns a token of a new license. */
    String token(String plan) {
        return bean(LicenseTokenIssuer.class)
                .issue(LicenseTokenRequest.of(
                        "acme", "lic_" + LICENSES.incrementAndGet(), PlanId.parse(plan), Duration.ofHours(1)));
    }

    String address() {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** Returns a client that has not said hello yet. */
    McpSyncClient client(String token) {
        return McpClient.sync(HttpClientStreamableHttpTransport.builder(address())
                        .endpoint("/mcp")
                        .httpRequestCustomizer((request, method, uri, body, more) ->
                                request.header("Authorization", "Bearer " + token))
                        .build())
                .requestTimeout(Duration.ofSeconds(20))
                .build();
    }

    /** Returns a client of a session. */
    McpSyncClient session(String token) {
        McpSyncClient client = client(token);
        client.initialize();
        return client;
    }

    static CallToolResult call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    static List<String> tools(McpSyncClient client) {
        return client.listTools().tools().stream().map(Tool::name).sorted().toList();
    }

    static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    /** Sends a request to the server without the SDK. */
    HttpRequest.Builder raw(String path, String token) {
        return HttpRequest.newBuilder(URI.create(address() + path)).header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Returns the used units of a limit of a license; reading them is free of charge. */
    long used(String token, String limit) throws IOException, InterruptedException {
        JsonNode me = JSON.readTree(send(raw("/licensing/v1/me", token)).body());
        return StreamSupport.stream(me.get("limits").spliterator(), false)
                .filter(one -> one.get("name").asString().equals(limit))
                .findFirst()
                .orElseThrow()
                .get("used")
                .asLong();
    }

    @Override
    public void close() {
        context.close();
    }
}
