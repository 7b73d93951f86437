package io.github.licensing4j.examples.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.examples.checks.ProviderProcess;
import io.github.licensing4j.examples.checks.ScriptRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Calls the resource server with access tokens as Keycloak issues them: Spring Security verifies each, and it leads to a license. */
@EnabledIf("io.github.licensing4j.examples.checks.ScriptRun#areToolsInstalled")
class ResourceServerTest {
    private static final String ADMIN_TOKEN = "0123456789abcdef".repeat(4);
    private static final Path SCRIPTS = examples().resolve("credentials");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path dir;

    private static ProviderProcess provider;
    private static ConfigurableApplicationContext service;
    private static String address;

    @BeforeAll
    static void start() throws IOException {
        provider = ProviderProcess.start(SCRIPTS.resolve("IdentityProvider.java"));
        service = new SpringApplicationBuilder(ResourceServerApplication.class)
                .run(
                        "--server.port=0",
                        "--KEYCLOAK_ISSUER=" + provider.issuer(),
                        "--CATALOG=" + examples().resolve("resource-server/licensing.yaml"),
                        "--DATA_DIR=" + dir.resolve("data"),
                        "--ADMIN_TOKEN=" + ADMIN_TOKEN,
                        "--spring.main.banner-mode=off");
        address = "http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        service.close();
        provider.close();
    }

    private static Path examples() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("credentials"))
                ? here
                : here.resolve("..").normalize();
    }

    private static ScriptRun run(String client) throws Exception {
        Map<String, String> secrets = Map.of("ADMIN_TOKEN", ADMIN_TOKEN, "CLIENT_SECRET", "example-secret");
        return ScriptRun.of(SCRIPTS.resolve("access-token.sh"), secrets, address, provider.issuer(), client);
    }

    private static HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    @Test
    void accessTokenLeadsToLicense() throws Exception {
        ScriptRun run = run("weather-client");
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).isEqualTo("200\n200\n200\n401\n");
        HttpResponse<String> daily = get("/v1/forecast/daily", provider.token("weather-client"));
        assertThat(daily.body()).contains("\"client\":\"weather-client\"").contains("\"customer\":\"weather-client\"");
        assertThat(daily.headers().firstValue("RateLimit").orElse("")).contains("\"monthly\";r=99997");
    }

    @Test
    void refusesClientWithoutRole() throws Exception {
        ScriptRun run = run("weather-reader");
        assertThat(run.output()).startsWith("200\n200\n").contains("got 403 role-missing from ");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void refusesClientWithoutLicense() throws Exception {
        HttpResponse<String> refused = get("/v1/forecast/daily", provider.token("weather-prospect"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"code\":\"credential-invalid\"");
    }

    @Test
    void refusesTokenForOtherAudience() throws Exception {
        HttpResponse<String> refused = get("/v1/forecast/daily", provider.token("weather-stranger"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    }

    @Test
    void leavesExemptPathOpen() throws Exception {
        HttpRequest status =
                HttpRequest.newBuilder(URI.create(address + "/status")).build();
        assertThat(CLIENT.send(status, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        HttpRequest bare = HttpRequest.newBuilder(URI.create(address + "/v1/forecast/daily"))
                .build();
        HttpResponse<String> refused = CLIENT.send(bare, BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(401);
    }
}
