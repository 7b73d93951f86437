package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Licenses in memory. */
class ManagementTest extends ManagementScenarios {
    @Override
    List<String> store(Path dir) {
        return List.of();
    }

    @Test
    void withoutATokenThereIsNoAdministrationButCallersAreServed() throws Exception {
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
    void aTokenThatCanBeGuessedStopsTheStart() {
        assertThatThrownBy(
                        () -> Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.admin.token=" + "x".repeat(31)))
                .hasStackTraceContaining("31 characters, expected at least 32");
    }
}
