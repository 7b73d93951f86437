package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.examples.checks.ProviderProcess;
import io.github.licensing4j.examples.checks.ScriptRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the scripts of {@code examples/credentials} against this service, with right and with wrong credentials. The service has
 * the profile {@code keycloak}, under which it accepts all of them.
 */
@Tag("without-boot")
@EnabledIf("io.github.licensing4j.examples.checks.ScriptRun#areToolsInstalled")
class CredentialScriptsTest {
    private static final AdminContext BY = AdminContext.by("test");

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

    private static ScriptRun run(String script) throws Exception {
        return run(script, Map.of("ADMIN_TOKEN", ScriptedService.ADMIN_TOKEN));
    }

    private static ScriptRun run(String script, Map<String, String> environment) throws Exception {
        return service.run(script, environment);
    }

    private static void assertPrints(ScriptRun run, String... lines) {
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).isEqualTo(String.join("\n", lines) + "\n");
    }

    private static void assertRefused(ScriptRun run, String outcome) {
        assertThat(run.output()).contains("got " + outcome + " from ");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private static LicenseAdmin admin() {
        return service.bean(LicenseAdmin.class);
    }

    private static String license() {
        return admin().licenses()
                .create(NewLicense.of("acme", PlanId.parse("pro@1")), BY)
                .id();
    }

    private static String token() {
        return admin().tokens()
                .mint(license(), TokenRequest.of(Duration.ofMinutes(10)), BY)
                .token();
    }

    @Test
    void callsWithLicenseToken() throws Exception {
        assertPrints(run("license-token.sh"), "200", "401 credential-invalid");
    }

    @Test
    void refusesExpiredLicenseToken() throws Exception {
        String token = token();
        ahead = Duration.ofMinutes(11);
        assertRefused(run("license-token.sh", Map.of("LICENSE_TOKEN", token)), "401 credential-expired");
    }

    @Test
    void callsWithApiKey() throws Exception {
        assertPrints(run("api-key.sh"), "200", "401 credential-invalid");
    }

    @Test
    void refusesRevokedApiKey() throws Exception {
        var key = admin().keys().create(license(), KeyRequest.plain(), BY);
        admin().keys().revoke(key.view().id(), BY);
        assertRefused(run("api-key.sh", Map.of("LICENSING_API_KEY", key.key())), "401 credential-revoked");
    }

    @Test
    void callsWithExchangedToken() throws Exception {
        assertPrints(
                run("exchanged-token.sh"), "200", "200", "200", "200", "400 invalid_grant", "401 credential-revoked");
    }

    @Test
    void exchangesNoUnknownKey() throws Exception {
        assertRefused(run("exchanged-token.sh", Map.of("LICENSING_API_KEY", "lk_live_wrong")), "401 invalid_client");
    }

    @Test
    void signsRequest() throws Exception {
        assertPrints(run("signed-request.sh"), "401 credential-invalid", "200", "401 credential-invalid");
    }

    @Test
    void refusesOtherOrOldSignature() throws Exception {
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] der = key.getPublic().getEncoded();
        String x = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length));
        String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"}";
        String id = admin().signatureKeys()
                .add(license(), SignatureKeyRequest.of("ed25519", jwk), BY)
                .view()
                .id();
        assertPrints(
                run("signed-request.sh", signing(id, key)), "401 credential-invalid", "200", "401 credential-invalid");
        assertRefused(run("signed-request.sh", signing(id, other)), "401 credential-invalid");
        ahead = Duration.ofMinutes(6);
        assertRefused(run("signed-request.sh", signing(id, key)), "401 credential-invalid");
    }

    private static Map<String, String> signing(String id, KeyPair key) throws IOException {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Path file = Files.writeString(Files.createTempFile(dir, "key", ".pem"), pem);
        return Map.of("SIGNATURE_KEY", file.toString(), "SIGNATURE_KEY_ID", id);
    }

    private static ScriptRun runFor(String client, String variable, String value) throws Exception {
        Map<String, String> environment = Map.of("ADMIN_TOKEN", ScriptedService.ADMIN_TOKEN, variable, value);
        return service.run("access-token.sh", environment, provider.issuer(), client);
    }

    @Test
    void callsWithAccessToken() throws Exception {
        assertPrints(
                runFor("weather-client", "CLIENT_SECRET", "example-secret"),
                "200",
                "200",
                "200",
                "401 credential-invalid");
        assertPrints(
                runFor("weather-client", "ACCESS_TOKEN", provider.token("weather-client")),
                "200",
                "200",
                "401 credential-invalid");
    }

    @Test
    void refusesAccessTokenWithoutRole() throws Exception {
        ScriptRun run = runFor("weather-reader", "CLIENT_SECRET", "example-secret");
        assertThat(run.output()).startsWith("200\n200\n");
        assertRefused(run, "403 role-missing");
    }

    @Test
    void refusesAccessTokenForOtherAudience() throws Exception {
        assertRefused(runFor("weather-stranger", "CLIENT_SECRET", "example-secret"), "401 credential-invalid");
    }

    @Test
    void refusesAccessTokenWithoutLicense() throws Exception {
        String token = provider.token("weather-prospect");
        assertRefused(runFor("weather-client", "ACCESS_TOKEN", token), "401 credential-invalid");
    }

    @Test
    void refusesExpiredAccessToken() throws Exception {
        String token = provider.token("weather-client");
        ahead = Duration.ofMinutes(6);
        assertRefused(runFor("weather-client", "ACCESS_TOKEN", token), "401 credential-expired");
    }

    @Test
    void failsWithoutRights() throws Exception {
        for (String script : List.of("license-token.sh", "api-key.sh", "exchanged-token.sh", "signed-request.sh")) {
            ScriptRun run = run(script, Map.of("ADMIN_TOKEN", "another"));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.output()).contains("the admin API answered 401");
        }
        assertThat(run("api-key.sh", Map.of()).output()).contains("ADMIN_TOKEN: is not set");
    }

    @Test
    void readmeNamesEveryFile() throws IOException {
        String readme = ReadmeTest.read("examples/credentials/README.md");
        try (Stream<Path> files = Files.list(ScriptedService.SCRIPTS)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .hasSizeGreaterThan(8)
                    .allSatisfy(name -> assertThat(readme).contains(name));
        }
    }
}
