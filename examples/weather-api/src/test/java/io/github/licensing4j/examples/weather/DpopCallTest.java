package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the client of {@code examples/credentials} against this service, which requires proofs with nonces. */
class DpopCallTest {
    private static final AdminContext BY = AdminContext.by("test");

    @TempDir
    Path dir;

    @Test
    @DisplayName("RFC 9449 §5, §7, §8, §9: a client exchanges its key with a proof and calls with a proof")
    void callsWithProof() throws Exception {
        try (ConfigurableApplicationContext service = start()) {
            String address = "http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port");
            String key = key(service.getBean(LicenseAdmin.class));
            ScriptRun call = run(address, key);
            assertThat(call.exitCode()).as(call.output()).isZero();
            assertThat(call.output()).startsWith("200\n").contains("\n401\n").contains("\"code\":\"proof-invalid\"");
            ScriptRun wrong = run(address, key + "0");
            assertThat(wrong.exitCode()).isEqualTo(1);
            assertThat(wrong.output()).startsWith("no token: 401 ").contains("invalid_client");
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
        Path catalog = Files.copy(
                ReadmeTest.root().resolve("examples/weather-api/licensing.yaml"), dir.resolve("licensing.yaml"));
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

    private static ScriptRun run(String address, String key) throws IOException, InterruptedException {
        return ScriptRun.of(
                ScriptedService.SCRIPTS.resolve("DpopCall.java"),
                Map.of("LICENSING_API_KEY", key),
                address,
                "/v1/forecast/daily");
    }
}
