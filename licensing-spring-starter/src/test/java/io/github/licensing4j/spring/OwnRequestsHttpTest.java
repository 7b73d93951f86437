package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Floods on the paths of callers: bad credentials are limited by address, valid ones by credential and customer. */
class OwnRequestsHttpTest {
    private static final AdminContext BY = AdminContext.by("ann", "because");
    private static final List<String> OWN =
            List.of("GET /me", "POST /me/seats", "DELETE /me/seats", "GET /me/keys", "GET /me/usage");
    private static final String CATALOG = """
            catalog: host
            features:
              report.read: {}
            plans:
              team@1:
                features: [report.read]
                limits:
                  desks: { kind: seats, of: device, max: 100, lease: PT1H }
            """;

    @TempDir
    Path dir;

    @EnableAutoConfiguration
    @Import(ReadController.class)
    static class App {}

    private Host start(String... more) throws Exception {
        Path catalog = Files.writeString(dir.resolve("licensing.yaml"), CATALOG);
        String[] all = new String[more.length + 2];
        all[0] = Host.WITHOUT_SECURITY;
        all[1] = "licensing.catalog.location=" + catalog.toUri();
        System.arraycopy(more, 0, all, 2, more.length);
        return Host.start(App.class, all);
    }

    private static String key(Host host, String customer) {
        LicenseAdmin admin = host.bean(LicenseAdmin.class);
        String license = admin.licenses()
                .create(NewLicense.of(customer, PlanId.parse("team@1")), BY)
                .id();
        return admin.keys().create(license, KeyRequest.plain(), BY).key();
    }

    /** Sends a request of a device, such as {@code GET /me}. */
    private static HttpResponse<String> send(Host host, String request, String key, String device) throws Exception {
        String[] parts = request.split(" ", 2);
        return host.send(host.request("/licensing/v1" + parts[1])
                .header("X-API-Key", key)
                .header("License-Device", device)
                .header("Content-Type", "application/json")
                .method(parts[0], BodyPublishers.ofString(parts[0].equals("DELETE") ? "{}" : "")));
    }

    @Test
    void limitsBadCredentialsByAddress() throws Exception {
        try (Host host = start("licensing.filter.failed-credentials.per-minute=5")) {
            String key = key(host, "acme");
            for (String request : OWN) {
                assertThat(send(host, request, "bad", "laptop").statusCode())
                        .as(request)
                        .isEqualTo(401);
            }
            for (String request : OWN) {
                HttpResponse<String> refused = send(host, request, "bad", "laptop");
                assertThat(refused.statusCode()).as(request).isEqualTo(429);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            }
            assertThat(send(host, "GET /me", key, "laptop").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void limitsValidCredentials() throws Exception {
        try (Host host = start("licensing.tokens.exchanges-per-key=1")) {
            String key = key(host, "acme");
            for (int i = 0; i < 10; i++) {
                assertThat(send(host, "POST /me/seats", key, "device-" + i).statusCode())
                        .isEqualTo(200);
            }
            for (String request : OWN) {
                HttpResponse<String> refused = send(host, request, key, "another");
                assertThat(refused.statusCode()).as(request).isEqualTo(429);
                assertThat(refused.body()).contains("\"code\":\"rate-limited\"").doesNotContain(key);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            }
            HttpResponse<String> call =
                    host.send(host.request("/read").header("X-API-Key", key).header("License-Device", "device-0"));
            assertThat(call.statusCode()).as("a call, which the plan limits").isEqualTo(200);
            assertThat(send(host, "GET /me", key(host, "other"), "laptop").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void limitsCustomer() throws Exception {
        try (Host host = start("licensing.tokens.exchanges-per-customer=1")) {
            for (int i = 0; i < 10; i++) {
                assertThat(send(host, "GET /me", key(host, "acme"), "laptop").statusCode())
                        .isEqualTo(200);
            }
            assertThat(send(host, "GET /me", key(host, "acme"), "laptop").statusCode())
                    .isEqualTo(429);
            assertThat(send(host, "GET /me", key(host, "other"), "laptop").statusCode())
                    .isEqualTo(200);
        }
    }
}
