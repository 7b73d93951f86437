package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Tests the API on virtual threads, if the JDK has them. */
class VirtualThreadsTest {
    @TempDir
    Path dir;

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void countsConcurrentCallsExactly() throws Exception {
        Path here = Path.of("licensing.yaml");
        Path catalog = Files.exists(here) ? here : Path.of("..", "weather-api", "licensing.yaml");
        try (var context = new SpringApplicationBuilder(WeatherApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.threads.virtual.enabled=true",
                        "--licensing.catalog.location=" + catalog,
                        "--licensing.keys.location=",
                        "--licensing.store.data-dir=" + dir.resolve("data"),
                        "--licensing.keys.generate=true")) {
            String token = context.getBean(LicenseTokenIssuer.class)
                    .issue(LicenseTokenRequest.of("acme", "lic_1", new PlanId("pro", 1), Duration.ofHours(1)));
            URI daily = URI.create("http://localhost:"
                    + context.getEnvironment().getProperty("local.server.port") + "/v1/forecast/daily");
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(daily)
                    .header("Authorization", "Bearer " + token)
                    .build();
            List<CompletableFuture<HttpResponse<Void>>> calls = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                calls.add(client.sendAsync(request, BodyHandlers.discarding()));
            }
            long granted = calls.stream()
                    .filter(call -> call.join().statusCode() == 200)
                    .count();
            String left = client.send(request, BodyHandlers.discarding())
                    .headers()
                    .firstValue("RateLimit")
                    .orElse("");
            assertThat(granted).isPositive();
            assertThat(left).contains("\"monthly\";r=" + (300_000 - granted - 1));
            assertThat(left).contains("\"parallel\";r=19");
        }
    }
}
