package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.examples.checks.ProviderProcess;
import io.github.licensing4j.examples.checks.ScriptRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls the service under its profile {@code keycloak} with access tokens as Keycloak issues them. */
@Tag("without-boot")
class KeycloakScriptTest {
    private static final Map<String, String> SECRETS =
            Map.of("ADMIN_TOKEN", ScriptedService.ADMIN_TOKEN, "CLIENT_SECRET", "example-secret");

    @TempDir
    static Path dir;

    private static volatile Duration ahead = Duration.ZERO;
    private static ProviderProcess provider;
    private static ScriptedService service;

    @BeforeAll
    static void start() throws IOException {
        provider = ProviderProcess.start(ScriptedService.SCRIPTS.resolve("IdentityProvider.java"));
        InstantSource clock = () -> InstantSource.system().instant().plus(ahead);
        service = ScriptedService.start(
                dir, clock, "--spring.profiles.active=keycloak", "--KEYCLOAK_ISSUER=" + provider.issuer());
    }

    @AfterAll
    static void stop() {
        service.close();
        provider.close();
    }

    @AfterEach
    void resetClock() {
        ahead = Duration.ZERO;
    }

    private static ScriptRun run(String issuer, String client, Map<String, String> environment) throws Exception {
        return service.run("access-token.sh", environment, issuer, client);
    }

    private static void assertRefused(ScriptRun run, String outcome) {
        assertThat(run.output()).contains("got " + outcome + " from ");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void callsWithAccessToken() throws Exception {
        for (int time = 1; time <= 2; time++) {
            ScriptRun run = run(provider.issuer(), "weather-client", SECRETS);
            assertThat(run.exitCode()).as(run.output()).isZero();
            assertThat(run.output()).isEqualTo("200\n200\n200\n401 credential-invalid\n");
        }
    }

    @Test
    void refusesClientWithoutRole() throws Exception {
        ScriptRun run = run(provider.issuer(), "weather-reader", SECRETS);
        assertThat(run.output()).startsWith("200\n200\n");
        assertRefused(run, "403 role-missing");
    }

    @Test
    void refusesTokenForOtherAudience() throws Exception {
        assertRefused(run(provider.issuer(), "weather-stranger", SECRETS), "401 credential-invalid");
    }

    @Test
    void refusesExpiredToken() throws Exception {
        String token = provider.token("weather-client");
        Map<String, String> environment =
                Map.of("ADMIN_TOKEN", ScriptedService.ADMIN_TOKEN, "ACCESS_TOKEN", token);
        ahead = Duration.ofMinutes(6);
        assertRefused(run(provider.issuer(), "weather-client", environment), "401 credential-expired");
    }

    @Test
    void refusesTokenOfOtherProvider() throws Exception {
        try (ProviderProcess other =
                ProviderProcess.start(ScriptedService.SCRIPTS.resolve("IdentityProvider.java"))) {
            assertRefused(run(other.issuer(), "weather-client", SECRETS), "401 credential-invalid");
        }
    }
}
