package io.github.licensing4j.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.RequiresFeature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests the actuator, health and Micrometer. */
class OperationsTest {
    private static final String DETAILS = "management.endpoint.health.show-details=always";

    @TempDir
    Path dir;

    @RestController
    static class Reports {
        @GetMapping("/write")
        @RequiresFeature("report.write")
        String write(LicenseContext context) {
            return context.license().isPresent() ? "licensed" : "observed";
        }
    }

    @EnableAutoConfiguration
    @Import({ReadController.class, Reports.class})
    static class App {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    @Test
    void listsEndpointsUnderLiveCatalog() throws Exception {
        Path catalog = dir.resolve("licensing.yaml");
        String text = new ClassPathResource("host.yaml").getContentAsString(UTF_8);
        Files.writeString(catalog, text);
        try (Host host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "management.endpoints.web.exposure.include=licensing",
                "licensing.catalog.location=" + catalog,
                "licensing.catalog.reload-interval=20ms")) {
            assertThat(host.get("/actuator/licensing").body()).doesNotContain("\"units\":42");
            Files.writeString(catalog, text + "  - { match: \"GET /read\", charge: { calls: 42 } }\n");
            boolean listed = false;
            for (int tries = 0; tries < 5_000 && !listed; tries++) {
                listed = host.get("/actuator/licensing").body().contains("\"units\":42");
            }
            assertThat(listed).isTrue();
        }
    }

    @Test
    void reportsWhatObserveModeWouldRefuse() throws Exception {
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.mode=observe")) {
            MeterRegistry meters = host.bean(MeterRegistry.class);
            assertThat(host.get("/write").body()).isEqualTo("observed");
            HttpResponse<String> free = host.get("/write", host.token("free@1"));
            assertThat(free.body()).isEqualTo("licensed");
            assertThat(free.headers().firstValue("License-Notice")).hasValue("would-refuse:feature-not-licensed");
            assertThat(decisions(meters, "would-refuse", "credential-missing")).isEqualTo(1);
            assertThat(decisions(meters, "would-refuse", "feature-not-licensed"))
                    .isEqualTo(1);
        }
    }

    @Test
    void theHealthIndicatorHasBootsOwnSwitch() throws Exception {
        try (Host host =
                Host.start(App.class, Host.WITHOUT_SECURITY, DETAILS, "management.health.licensing.enabled=false")) {
            assertThat(host.get("/actuator/health").body()).doesNotContain("\"licensing\"");
        }
    }

    @Test
    void healthReportsEveryComponent() throws Exception {
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY, DETAILS)) {
            assertThat(host.get("/actuator/health").body())
                    .contains("\"licensing\":{", "\"catalog\":\"UP: loaded at", "\"keys\":\"UP", "\"filter\":\"UP");
        }
    }

    private static double decisions(MeterRegistry meters, String outcome, String code) {
        return meters.get("licensing.decisions")
                .tag("outcome", outcome)
                .tag("code", code)
                .counter()
                .count();
    }
}
