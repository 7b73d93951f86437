package io.github.licensing4j.examples.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What callers of the tools see, with sessions and without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ToolScenarios {
    static final Map<String, Object> OSLO = Map.of("city", "Oslo");

    final McpHost host;

    ToolScenarios(String protocol) {
        host = McpHost.start("--spring.ai.mcp.server.protocol=" + protocol);
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void chargesCallsOfToolsAlone() throws Exception {
        String token = host.token("free@1");
        try (McpSyncClient client = host.session(token)) {
            client.ping();
            client.listTools();
            assertThat(host.used(token, "monthly")).isZero();

            CallToolResult daily = McpHost.call(client, "daily", OSLO);
            assertThat(daily.isError()).isNotEqualTo(true);
            assertThat(McpHost.text(daily)).contains("Oslo: sunny");
            assertThat(host.used(token, "monthly")).isEqualTo(1);
        }
    }

    @Test
    void listsToolsOfPlan() {
        try (McpSyncClient free = host.session(host.token("free@1"));
                McpSyncClient pro = host.session(host.token("pro@1"))) {
            assertThat(McpHost.tools(free)).containsExactly("daily");
            assertThat(McpHost.tools(pro)).containsExactly("advice", "daily", "hourly", "stations");
        }
    }

    @Test
    void refusesHiddenTool() throws Exception {
        String token = host.token("free@1");
        try (McpSyncClient client = host.session(token)) {
            CallToolResult refused = McpHost.call(client, "hourly", OSLO);
            assertThat(refused.isError()).isTrue();
            assertThat(McpHost.text(refused))
                    .startsWith("Refused by the license: feature-not-licensed. "
                            + "Plan free@1 does not include forecast.hourly.")
                    .contains("Plans that allow it: pro@1.")
                    .contains("Upgrade at https://weather.example/pricing");
            assertThat(refused.structuredContent())
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("code", "feature-not-licensed")
                    .containsEntry("status", 403)
                    .containsEntry("plan", "free@1");
            // The rule of the catalog for a tool without annotation.
            assertThat(McpHost.text(McpHost.call(client, "stations", Map.of()))).contains("does not include stations");
        }
        assertThat(host.used(token, "monthly")).isZero();
    }

    @Test
    void saysWhenQuotaResets() throws Exception {
        String token = host.token("free@1");
        try (McpSyncClient client = host.session(token)) {
            for (int i = 0; i < 3; i++) {
                assertThat(McpHost.call(client, "daily", OSLO).isError()).isNotEqualTo(true);
            }
            CallToolResult refused = McpHost.call(client, "daily", OSLO);
            assertThat(refused.isError()).isTrue();
            assertThat(McpHost.text(refused))
                    .contains("quota-exhausted. Limit monthly has too little left", "Used: 3 of 3.", "It resets at 20")
                    .contains("The same call may pass from 20")
                    .contains("Plans that allow it: pro@1.");
            assertThat(McpHost.JSON
                            .valueToTree(refused.structuredContent())
                            .at("/limit/resetsAt")
                            .asString())
                    .endsWith("T00:00:00Z");
        }
        assertThat(host.used(token, "monthly")).isEqualTo(3);
    }

    @Test
    void chargesNothingForErrorOfTool() throws Exception {
        String token = host.token("pro@1");
        try (McpSyncClient client = host.session(token)) {
            CallToolResult failed = McpHost.call(client, "hourly", Map.of("city", "Atlantis"));
            assertThat(failed.isError()).isTrue();
            assertThat(McpHost.text(failed)).contains("no such city");
            assertThat(host.used(token, "monthly")).isZero();

            assertThat(McpHost.call(client, "hourly", OSLO).isError()).isNotEqualTo(true);
            assertThat(host.used(token, "monthly")).isEqualTo(2);
        }
    }

    @Test
    void refusesBadCredentialBeforeProtocol() throws Exception {
        try (McpSyncClient client = host.client("lk_wrong")) {
            assertThatThrownBy(client::initialize).isInstanceOf(RuntimeException.class);
        }
        HttpResponse<String> refused = post("not.a.token", null, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
        assertThat(refused.body()).contains("\"code\":\"credential-invalid\"");
    }

    /** Posts a message to the server without the SDK. */
    HttpResponse<String> post(String token, @Nullable String session, String message)
            throws IOException, InterruptedException {
        var request = host.raw("/mcp", token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return host.send(request.POST(BodyPublishers.ofString(message)));
    }

    @Test
    void answersUnknownToolWithoutCharge() throws Exception {
        String token = host.token("free@1");
        try (McpSyncClient client = host.session(token)) {
            assertThatThrownBy(() -> McpHost.call(client, "weekly", OSLO)).hasMessageContaining("Unknown tool");
        }
        assertThat(host.used(token, "monthly")).isZero();
    }

    @Test
    void chargesTokensOfModelToCaller() throws Exception {
        String token = host.token("pro@1");
        Map<String, Object> question = Map.of("question", "What do I need in Bergen?");
        try (McpSyncClient client = host.session(token)) {
            for (int i = 1; i <= 3; i++) {
                CallToolResult advice = McpHost.call(client, "advice", question);
                assertThat(McpHost.text(advice)).contains("Take an umbrella.");
                assertThat(host.used(token, "model")).isEqualTo(i * 600L);
            }
            // 200 tokens are left, and an answer may have 400.
            CallToolResult refused = McpHost.call(client, "advice", question);
            assertThat(refused.isError()).isTrue();
            assertThat(McpHost.text(refused)).contains("quota-exhausted");
        }
        assertThat(host.used(token, "model")).isEqualTo(1800);
        assertThat(host.used(token, "monthly")).isEqualTo(3);
    }

    @Test
    void reportsUsageOfEachTool() throws Exception {
        String token = host.token("pro@1");
        try (McpSyncClient client = host.session(token)) {
            McpHost.call(client, "daily", OSLO);
            McpHost.call(client, "hourly", OSLO);
            McpHost.call(client, "advice", Map.of("question", "Umbrella?"));
        }
        String usage =
                host.send(host.raw("/licensing/v1/me/usage?by=endpoint", token)).body();
        assertThat(usage).contains("MCP /mcp/daily", "MCP /mcp/hourly", "MCP /mcp/advice", "LLM /default");
    }
}
