package io.github.licensing4j.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.examples.checks.ScriptRun;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Calls the service under its profile {@code mtls} with tokens that are bound to certificates of OpenSSL. */
@Tag("without-boot")
@EnabledIf("io.github.licensing4j.examples.checks.ScriptRun#areToolsInstalled")
class ClientCertificateScriptTest {
    private static final AdminContext BY = AdminContext.by("test");

    @TempDir
    static Path dir;

    private static Path certificates;
    private static ScriptedService service;

    @BeforeAll
    static void start() throws Exception {
        certificates = makeCertificates("trusted");
        service = ScriptedService.start(
                dir, InstantSource.system(), "--spring.profiles.active=mtls", "--TLS_DIR=" + certificates);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Path makeCertificates(String name) throws Exception {
        Path made = dir.resolve(name);
        ScriptRun run = ScriptRun.of(ScriptedService.SCRIPTS.resolve("certificates.sh"), Map.of(), made.toString());
        assertThat(run.exitCode()).as(run.output()).isZero();
        return made;
    }

    private static ScriptRun run(Path clients, Map<String, String> environment) throws Exception {
        return ScriptRun.of(
                ScriptedService.SCRIPTS.resolve("client-certificate.sh"),
                environment,
                service.address("https"),
                clients.toString());
    }

    private static String tokenFor(Path certificate) throws Exception {
        String thumbprint;
        try (InputStream pem = Files.newInputStream(certificate)) {
            byte[] der = CertificateFactory.getInstance("X.509")
                    .generateCertificate(pem)
                    .getEncoded();
            thumbprint = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(der));
        }
        LicenseAdmin admin = service.bean(LicenseAdmin.class);
        String license = admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse("pro@1")), BY)
                .id();
        var bound = new KeyConfirmation("x5t#S256", thumbprint);
        var request = new TokenRequest(Duration.ofMinutes(5), Set.of(), CallerBindings.none(), bound);
        return admin.tokens().mint(license, request, BY).token();
    }

    @Test
    void callsWithItsCertificateOnly() throws Exception {
        ScriptRun run = run(certificates, Map.of("ADMIN_TOKEN", ScriptedService.ADMIN_TOKEN));
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).isEqualTo("200\n401 proof-invalid\n401 proof-required\n");
    }

    @Test
    void refusesTokenOfOtherCertificate() throws Exception {
        ScriptRun run = run(certificates, Map.of("LICENSE_TOKEN", tokenFor(certificates.resolve("other.pem"))));
        assertThat(run.output()).contains("expected 200, got 401 proof-invalid");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void endsConnectionWithUnknownCertificate() throws Exception {
        Path unknown = makeCertificates("unknown");
        Files.copy(
                certificates.resolve("server.pem"), unknown.resolve("server.pem"), StandardCopyOption.REPLACE_EXISTING);
        ScriptRun run = run(unknown, Map.of("LICENSE_TOKEN", tokenFor(unknown.resolve("client.pem"))));
        assertThat(run.output()).contains("no answer from https://");
        assertThat(run.exitCode()).isEqualTo(1);
    }
}
