package io.github.licensing4j.examples.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Tools of a server with sessions. */
class StreamableToolsTest extends ToolScenarios {
    private static final String HELLO = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},
            "clientInfo":{"name":"test","version":"1"}}}""";
    private static final String CALL = """
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"daily","arguments":{"city":"Oslo"}}}""";

    StreamableToolsTest() {
        super("STREAMABLE");
    }

    private String open(String token) throws Exception {
        return post(token, null, HELLO).headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    @Test
    void refusesSessionOfOtherLicense() throws Exception {
        String owner = host.token("free@1");
        String other = host.token("pro@1");
        String session = open(owner);

        HttpResponse<String> refused = post(other, session, CALL);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("\"code\":\"binding-mismatch\"");
        assertThat(post(owner, session, CALL).body()).contains("Oslo: sunny");
        assertThat(host.used(other, "monthly")).isZero();

        HttpResponse<String> ended = host.send(
                host.raw("/mcp", other).header("Mcp-Session-Id", session).DELETE());
        assertThat(ended.statusCode()).isEqualTo(403);
        assertThat(host.send(host.raw("/mcp", owner)
                                .header("Mcp-Session-Id", session)
                                .DELETE())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void identifiesEachRequestOfSession() throws Exception {
        String session = open(host.token("free@1"));
        HttpResponse<String> refused = post("not.a.token", session, CALL);
        assertThat(refused.statusCode()).isEqualTo(401);
    }

    @Test
    void streamHoldsNoCallInFlight() throws Exception {
        String token = host.token("free@1");
        String session = open(token);
        CompletableFuture<HttpResponse<InputStream>> opening = HttpClient.newHttpClient()
                .sendAsync(
                        host.raw("/mcp", token)
                                .header("Mcp-Session-Id", session)
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofInputStream());
        try (InputStream stream = firstEvent(opening)) {
            assertThat(host.used(token, "parallel")).isZero();
            assertThat(post(token, session, CALL).body()).contains("Oslo: sunny");
            assertThat(stream.available()).isNotNegative();
        }
    }

    /** Sends events until the stream is open: the server answers with the first event. */
    private InputStream firstEvent(CompletableFuture<HttpResponse<InputStream>> opening) throws Exception {
        McpSyncServer server = host.bean(McpSyncServer.class);
        for (int i = 0; i < 200; i++) {
            server.notifyToolsListChanged();
            try {
                HttpResponse<InputStream> opened = opening.get(50, TimeUnit.MILLISECONDS);
                assertThat(opened.statusCode()).isEqualTo(200);
                return opened.body();
            } catch (TimeoutException e) {
                assertThat(opening).isNotDone();
            }
        }
        throw new AssertionError("the stream was not opened");
    }

    @Test
    void decidesToolsOfRunTime() throws Exception {
        McpSyncServer server = host.bean(McpSyncServer.class);
        server.addTool(SyncToolSpecification.builder()
                .tool(McpSchema.Tool.builder("late", Map.of("type", "object"))
                        .description("Added later")
                        .build())
                .callHandler((exchange, request) ->
                        CallToolResult.builder().addTextContent("late answer").build())
                .build());
        String token = host.token("free@1");
        try (McpSyncClient client = host.session(token)) {
            assertThat(McpHost.tools(client)).containsExactly("daily", "late");
            for (int i = 0; i < 3; i++) {
                assertThat(McpHost.text(McpHost.call(client, "late", Map.of()))).isEqualTo("late answer");
            }
            assertThat(McpHost.text(McpHost.call(client, "late", Map.of()))).contains("quota-exhausted");
        } finally {
            server.removeTool("late");
        }
        assertThat(host.used(token, "monthly")).isEqualTo(3);
    }

    @Test
    void refusesTransportThatIsNotLicensed() {
        assertThatThrownBy(() -> McpHost.start("--spring.ai.mcp.server.protocol=SSE"))
                .hasStackTraceContaining("which is not licensed: its tools would be open");
    }
}
