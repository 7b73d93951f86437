package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the client of {@code examples/dpop-call} against this service, which requires proofs with nonces. */
class DpopCallTest {
    private static final AdminContext BY = AdminContext.by("test");

    @TempDir
    Path dir;

    private static Path examples() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("dpop-call"))
                ? here
                : here.resolve("..").normalize();
    }

    @Test
    @DisplayName("RFC 9449 §5, §7, §8, §9: a client exchanges its key with a proof and calls with a proof")
    void callsWithProof() throws Exception {
        try (ConfigurableApplicationContext service = start()) {
            String address = "http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port");
            String key = key(service.getBean(LicenseAdmin.class));
            assertThat(run(address, key)).startsWith("200");
            HttpRequest bearer = HttpRequest.newBuilder(URI.create(address + "/v1/forecast/daily"))
                    .header("X-API-Key", key)
                    .build();
            HttpResponse<String> refused = HttpClient.newHttpClient().send(bearer, BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("DPoP error=\"invalid_token\", algs=");
        }
    }

    private ConfigurableApplicationContext start() throws IOException {
        Path catalog = Files.copy(examples().resolve("weather-api/licensing.yaml"), dir.resolve("licensing.yaml"));
        return new SpringApplicationBuilder(WeatherApplication.class)
                .run(
                        "--server.port=0",
                        "--licensing.catalog.location=" + catalog,
                        "--licensing.keys.location=",
                        "--licensing.store.data-dir=" + dir.resolve("data"),
                        "--licensing.proof.dpop=required",
                        "--licensing.proof.dpop-nonce=required",
                        "--spring.main.banner-mode=off");
    }

    private static String key(LicenseAdmin admin) {
        String license = admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                .id();
        return admin.keys().create(license, KeyRequest.plain(), BY).key();
    }

    private static String run(String address, String key) throws IOException, InterruptedException {
        ProcessBuilder client = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                examples().resolve("dpop-call/DpopCall.java").toString(),
                address,
                "/v1/forecast/daily");
        client.environment().put("LICENSING_API_KEY", key);
        Process process = client.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
