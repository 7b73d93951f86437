package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Tests the whole API over HTTP with real tokens, on the Spring Boot version of this build. */
class WeatherApiTest {
    private static final String NO_TOKEN = "";

    @TempDir
    Path dir;

    private volatile Instant now = Instant.parse("2026-03-10T12:00:00Z");
    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext context;
    private Path catalog;
    private int port;

    @BeforeEach
    void start() throws IOException {
        catalog = dir.resolve("licensing.yaml");
        Files.copy(exampleCatalog(), catalog);
        context = new SpringApplicationBuilder(WeatherApplication.class)
                .initializers(this::useClock)
                .run(
                        "--server.port=0",
                        "--licensing.catalog.location=" + catalog,
                        "--licensing.catalog.reload-interval=50ms",
                        "--licensing.keys.location=",
                        "--licensing.store.data-dir=" + dir.resolve("data"),
                        "--licensing.keys.generate=true",
                        "--spring.main.banner-mode=off");
        port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void answersAndReportsRemainingUnits() throws Exception {
        HttpResponse<String> daily = get("/v1/forecast/daily", token("free@1"));
        assertThat(daily.statusCode()).isEqualTo(200);
        assertThat(daily.headers().firstValue("RateLimit-Policy")).hasValue("\"burst\";q=20;w=2, \"monthly\";q=1000");
        assertThat(daily.headers().firstValue("RateLimit"))
                .hasValue("\"burst\";r=19;t=1, \"monthly\";r=999;t=" + secondsToNextMonth());
        assertThat(daily.headers().firstValue("Cache-Control")).hasValue("private");
        assertThat(daily.headers().firstValue("Vary").orElse("")).contains("Authorization");
    }

    @Test
    void refusesFeatureAndNamesPlan() throws Exception {
        HttpResponse<String> hourly = get("/v1/forecast/hourly", token("free@1"));
        assertThat(hourly.statusCode()).isEqualTo(403);
        assertThat(hourly.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(hourly.body())
                .contains("\"code\":\"feature-not-licensed\"")
                .contains("\"plans\":[\"pro@1\"]")
                .contains("https://weather.example/pricing");
        assertThat(get("/v1/forecast/hourly", token("pro@1")).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesCallsBeyondQuota() throws Exception {
        String token = token("free@1");
        for (int i = 0; i < 1000; i++) {
            assertThat(get("/v1/forecast/daily", token).statusCode()).isEqualTo(200);
            forward(Duration.ofMillis(100));
        }
        HttpResponse<String> refused = get("/v1/forecast/daily", token);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"code\":\"quota-exhausted\"").contains("\"used\":1000");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue(String.valueOf(secondsToNextMonth()));
        now = Instant.parse("2026-04-01T00:00:00Z");
        assertThat(get("/v1/forecast/daily", token).statusCode()).isEqualTo(200);
    }

    @Test
    void challengesWithoutReason() throws Exception {
        HttpResponse<String> bare = get("/v1/forecast/daily", NO_TOKEN);
        assertThat(bare.statusCode()).isEqualTo(401);
        assertThat(bare.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Bearer")
                .doesNotContain("error");
        String token = token("free@1");
        char last = token.charAt(20) == 'A' ? 'B' : 'A';
        HttpResponse<String> changed = get("/v1/forecast/daily", token.substring(0, 20) + last + token.substring(21));
        assertThat(changed.statusCode()).isEqualTo(401);
        assertThat(changed.headers().firstValue("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    }

    @Test
    void refusesTwoCredentials() throws Exception {
        String token = token("free@1");
        HttpRequest both = request("/v1/forecast/daily", token)
                .header("License-Token", token)
                .build();
        HttpResponse<String> response = client.send(both, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("credential-ambiguous");
    }

    @Test
    void appliesCatalogRuleWithoutAnnotation() throws Exception {
        assertThat(get("/v1/export/csv", token("free@1")).statusCode()).isEqualTo(403);
        HttpResponse<String> export = get("/v1/export/csv", token("pro@1"));
        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(export.headers().firstValue("RateLimit").orElse("")).contains("\"monthly\";r=299990");
        assertThat(get("//v1/export/csv", token("free@1")).statusCode()).isNotEqualTo(200);
        assertThat(get("/v1/export/csv;a=b", token("free@1")).statusCode()).isNotEqualTo(200);
        assertThat(get("/v1/export%2fcsv", token("free@1")).statusCode()).isEqualTo(400);
    }

    @Test
    void chargesReportedUse() throws Exception {
        String token = token("pro@1");
        HttpRequest ask = request("/v1/ask", token)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("will it rain"))
                .build();
        assertThat(client.send(ask, BodyHandlers.ofString()).body()).contains("\"tokens\":10");
        HttpResponse<String> next = client.send(ask, BodyHandlers.ofString());
        assertThat(next.headers().firstValue("RateLimit").orElse("")).contains("\"answers\";r=49990");
    }

    @Test
    void aStreamIsOneCall() throws Exception {
        String token = token("pro@1");
        HttpResponse<String> stream = get("/v1/stream", token);
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.body().split("event:observation", -1)).hasSize(6);
        await(() -> limits(token).contains("\"parallel\";r=19"));
        assertThat(limits(token)).contains("\"monthly\";r=2999");
    }

    @Test
    void exemptPathsAreOpenAndMissingFree() throws Exception {
        assertThat(get("/status", NO_TOKEN).statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health", NO_TOKEN).statusCode()).isEqualTo(200);
        assertThat(get("/actuator/licensing", NO_TOKEN).body())
                .contains("/v1/forecast/hourly")
                .contains("forecast.hourly");
        String token = token("free@1");
        assertThat(get("/v1/nowhere", token).statusCode()).isEqualTo(404);
        HttpRequest post = request("/v1/forecast/daily", token)
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertThat(limits(token)).contains("\"monthly\";r=999");
    }

    @Test
    void appliesCatalogEditAndKeepsCounts() throws Exception {
        String token = token("free@1");
        assertThat(get("/v1/forecast/daily", token).statusCode()).isEqualTo(200);
        String text = Files.readString(catalog);
        Files.writeString(
                catalog, text.replace("features: [forecast.daily]", "features: [forecast.daily, forecast.hourly]"));
        await(() -> status("/v1/forecast/hourly", token) == 200);
        assertThat(limits(token)).contains("\"monthly\";r=997");

        Files.writeString(catalog, text.replace("features: [forecast.daily]", "features: [forecast.dayly]"));
        await(() -> body("/actuator/health").contains("forecast.dayly"));
        assertThat(body("/actuator/health")).contains("did you mean");
        assertThat(status("/v1/forecast/hourly", token)).isEqualTo(200);
    }

    private void useClock(ConfigurableApplicationContext starting) {
        ((GenericApplicationContext) starting).registerBean("licensingClock", InstantSource.class, () -> () -> now);
    }

    private void forward(Duration by) {
        now = now.plus(by);
    }

    private long secondsToNextMonth() {
        Instant next = now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .plusMonths(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        return (Duration.between(now, next).toMillis() + 999) / 1000;
    }

    private String token(String plan) {
        LicenseTokenRequest request =
                LicenseTokenRequest.of("acme", "lic_" + plan.charAt(0), PlanId.parse(plan), Duration.ofDays(60));
        return context.getBean(LicenseTokenIssuer.class).issue(request);
    }

    private String limits(String token) {
        try {
            return get("/v1/forecast/daily", token)
                    .headers()
                    .firstValue("RateLimit")
                    .orElse("");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int status(String path, String token) {
        try {
            return get(path, token).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String body(String path) {
        try {
            return get(path, NO_TOKEN).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return client.send(request(path, token).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static void await(BooleanSupplier condition) {
        for (int tries = 0; tries < 10_000; tries++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("it never happened");
    }

    private static Path exampleCatalog() {
        Path here = Path.of("licensing.yaml");
        return Files.exists(here) ? here : Path.of("..", "weather-api", "licensing.yaml");
    }
}
