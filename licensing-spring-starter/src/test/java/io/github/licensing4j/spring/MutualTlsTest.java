package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Tokens that are bound to certificates, over TLS connections that clients authenticate with theirs (RFC 8705 §3). */
@Tag("rfc8705")
class MutualTlsTest {
    private static final AdminContext BY = AdminContext.by("test");

    @TempDir
    static Path dir;

    private static TlsIdentity server;
    private static TlsIdentity acme;
    private static TlsIdentity other;
    private static TlsIdentity stranger;

    /** Trusts no proxy. */
    private static Host host;

    /** Trusts a proxy on this machine. */
    private static Host behindProxy;

    @EnableAutoConfiguration
    @Import(ReadController.class)
    static class App {}

    @BeforeAll
    static void start() throws Exception {
        server = TlsIdentity.of("localhost");
        acme = TlsIdentity.of("acme");
        other = TlsIdentity.of("other");
        stranger = TlsIdentity.of("stranger");
        String keys = "server.ssl.key-store=" + server.keyStore(dir);
        String trusted = "server.ssl.trust-store=" + TlsIdentity.trustStore(dir, acme, other);
        host = start(keys, trusted, "licensing.proof.client-cert.trusted-proxies=203.0.113.0/24");
        behindProxy = start(keys, trusted, "licensing.proof.client-cert.trusted-proxies=127.0.0.1,::1");
    }

    private static Host start(String keys, String trusted, String proxies) {
        return Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                keys,
                trusted,
                proxies,
                "server.ssl.key-store-password=" + TlsIdentity.PASSWORD,
                "server.ssl.trust-store-password=" + TlsIdentity.PASSWORD,
                "server.ssl.client-auth=want");
    }

    @AfterAll
    static void stop() {
        host.close();
        behindProxy.close();
    }

    /** Returns a token that is bound to the certificate of acme. */
    private static String token(Host of) throws Exception {
        LicenseAdmin admin = of.bean(LicenseAdmin.class);
        String license = admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                .id();
        var bound = new KeyConfirmation("x5t#S256", acme.thumbprint());
        var request = new TokenRequest(Duration.ofMinutes(5), Set.of(), CallerBindings.none(), bound);
        return admin.tokens().mint(license, request, BY).token();
    }

    private static HttpResponse<String> get(Host of, HttpClient client, String token, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + of.port() + "/read"))
                .header("Authorization", "Bearer " + token);
        return client.send((fields.length == 0 ? request : request.headers(fields)).build(), BodyHandlers.ofString());
    }

    private static void assertRefused(HttpResponse<String> answer, String code) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
        assertThat(answer.headers().firstValue("RateLimit")).isEmpty();
    }

    @Test
    void acceptsTokenWithItsCertificateOnly() throws Exception {
        String token = token(host);
        HttpResponse<String> granted = get(host, server.client(acme), token);
        assertThat(granted.statusCode()).isEqualTo(200);
        assertThat(Host.left(granted)).isEqualTo(99);

        assertRefused(get(host, server.client(other), token), "proof-invalid");
        assertRefused(get(host, server.client(null), token), "proof-required");
        assertThat(Host.left(get(host, server.client(acme), token)))
                .as("refused calls are not counted")
                .isEqualTo(98);
    }

    @Test
    void endsConnectionWithUntrustedCertificate() throws Exception {
        String token = token(host);
        HttpClient client = server.client(stranger);
        assertThatThrownBy(() -> get(host, client, token)).isInstanceOf(IOException.class);
    }

    @Test
    void ignoresFieldOfUntrustedPeer() throws Exception {
        String token = token(host);
        assertRefused(get(host, server.client(null), token, "Client-Cert", acme.field()), "proof-required");
        assertRefused(get(host, server.client(other), token, "Client-Cert", acme.field()), "proof-invalid");
        assertThat(get(host, server.client(acme), token, "Client-Cert", other.field())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void readsFieldOfTrustedProxy() throws Exception {
        String token = token(behindProxy);
        HttpClient proxy = server.client(null);
        HttpResponse<String> granted = get(behindProxy, proxy, token, "Client-Cert", acme.field());
        assertThat(granted.statusCode()).isEqualTo(200);
        assertThat(Host.left(granted)).isEqualTo(99);

        assertRefused(get(behindProxy, proxy, token), "proof-required");
        assertRefused(get(behindProxy, proxy, token, "Client-Cert", other.field()), "proof-invalid");
        assertRefused(
                get(behindProxy, proxy, token, "Client-Cert", acme.field(), "Client-Cert", acme.field()),
                "proof-required");
    }

    /** The certificate of a proxy's own connection is not that of the client. */
    @Test
    void ignoresCertificateOfTrustedProxy() throws Exception {
        String token = token(behindProxy);
        HttpClient proxy = server.client(acme);
        assertRefused(get(behindProxy, proxy, token), "proof-required");
        assertRefused(get(behindProxy, proxy, token, "Client-Cert", other.field()), "proof-invalid");
    }

    @Test
    void leavesOtherCredentialsAsTheyAre() throws Exception {
        LicenseAdmin admin = host.bean(LicenseAdmin.class);
        String license = admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                .id();
        String key = admin.keys().create(license, KeyRequest.plain(), BY).key();
        assertThat(get(host, server.client(null), key).statusCode()).isEqualTo(200);
        assertThat(get(host, server.client(other), key).statusCode()).isEqualTo(200);
    }
}
