package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the management scenarios on the store in memory. */
class ManagementTest extends ManagementScenarios {
    @Override
    List<String> store(Path dir) {
        return List.of();
    }

    @Test
    void servesCallersWithoutAdminToken() throws Exception {
        try (Host closed = Host.start(App.class, Host.WITHOUT_SECURITY)) {
            assertThat(closed.get("/licensing/v1/licenses", "0123456789abcdef0123456789abcdef")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(closed.get("/licensing/v1/openapi.json").statusCode()).isEqualTo(404);
            assertThat(closed.get("/licensing/v1/me", closed.token("free@1")).statusCode())
                    .isEqualTo(200);
            assertThat(closed.get("/licensing/v1/me/keys", closed.token("free@1"))
                            .statusCode())
                    .isEqualTo(409);
            assertThat(closed.get("/.well-known/licensing-jwks.json").body()).contains("\"kty\":\"OKP\"");
        }
    }

    @Test
    void shortTokenFailsTheStart() {
        assertThatThrownBy(
                        () -> Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.admin.token=" + "x".repeat(31)))
                .hasStackTraceContaining("licensing.admin.token has 31 characters: expected at least 32");
    }

    @Test
    void startsWithPublicKeysOnly(@TempDir Path dir) throws Exception {
        Path keys = dir.resolve("public.json");
        try (Host signing = Host.start(App.class, Host.WITHOUT_SECURITY)) {
            Files.writeString(
                    keys, signing.get("/.well-known/licensing-jwks.json").body());
        }
        String admin = "0123456789abcdef0123456789abcdef";
        try (Host host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.keys.generate=false",
                "licensing.keys.location=" + keys.toUri(),
                "licensing.external-uri=https://api.example",
                "licensing.admin.token=" + admin)) {
            HttpResponse<String> made = host.send(host.request("/licensing/v1/licenses")
                    .header("Authorization", "Bearer " + admin)
                    .POST(BodyPublishers.ofString("{\"customer\":\"acme\",\"plan\":\"free@1\"}")));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            HttpResponse<String> minted =
                    host.send(host.request(made.headers().firstValue("Location").orElseThrow() + "/tokens")
                            .header("Authorization", "Bearer " + admin)
                            .POST(BodyPublishers.ofString("{\"ttl\":\"PT1H\"}")));
            assertThat(minted.statusCode()).isEqualTo(409);
            assertThat(minted.body()).contains("none of the host's keys has a private part");
        }
    }
}
