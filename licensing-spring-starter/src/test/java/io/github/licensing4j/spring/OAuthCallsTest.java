package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The library verifies access tokens itself: a real host, a real identity provider, real HTTP. */
class OAuthCallsTest {
    private static final AccessTokenSigner SIGNER = new AccessTokenSigner("at+jwt");

    private static HttpServer provider;
    private static String issuer;
    private static Host host;

    @RestController
    static class Reports {
        @GetMapping("/report")
        @RequiresFeature("report.read")
        String read(LicenseContext license) {
            return license.license().orElseThrow().customer() + " " + license.scopes();
        }
    }

    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {}

    @BeforeAll
    static void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + provider.getAddress().getPort();
        provider.createContext("/", OAuthCallsTest::answer);
        provider.start();
        host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.oauth.issuers[0].issuer=" + issuer,
                "licensing.oauth.issuers[0].discovery=true",
                "licensing.oauth.issuers[0].introspection.uri=" + issuer + "/introspect",
                "licensing.oauth.issuers[0].introspection.client-id=host",
                "licensing.oauth.issuers[0].introspection.client-secret=a-secret-of-the-host");
        NewLicense license = new NewLicense(
                "acme",
                PlanId.parse("free@1"),
                NewLicense.Purchase.BOUGHT,
                null,
                ZoneOffset.UTC,
                null,
                null,
                null,
                Map.of("oauth", "client-1"),
                CallerBindings.none());
        host.bean(LicenseAdmin.class).licenses().create(license, AdminContext.by("test", "test"));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String body = switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" ->
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}";
            case "/keys" -> SIGNER.keys();
            case "/introspect" -> {
                String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                yield form.contains("token=opaque-1&")
                        ? "{\"active\":true,\"client_id\":\"client-1\",\"aud\":\"host\",\"exp\":"
                                + Instant.now().plusSeconds(300).getEpochSecond() + "}"
                        : "{\"active\":false}";
            }
            default -> "";
        };
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        host.close();
        provider.stop(0);
    }

    private static HttpResponse<String> report(JWTClaimsSet claims) throws Exception {
        return host.get("/report", SIGNER.sign(claims));
    }

    @Test
    void grantsCallWithAccessToken() throws Exception {
        HttpResponse<String> report =
                report(AccessTokenSigner.claims(issuer, "client-1").build());
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body()).isEqualTo("acme [reports:read]");
        assertThat(Host.left(report)).isBetween(0, 99);
        assertThat(report.headers().firstValue("Vary").orElse("")).contains("Authorization");
    }

    @Test
    void grantsCallWithOpaqueToken() throws Exception {
        HttpResponse<String> report = host.get("/report", "opaque-1");
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body()).isEqualTo("acme []");
        assertThat(host.get("/report", "opaque-2").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesWrongTokens() throws Exception {
        for (JWTClaimsSet wrong : new JWTClaimsSet[] {
            AccessTokenSigner.claims(issuer, "client-9").build(),
            AccessTokenSigner.claims(issuer, "client-1").audience("other").build(),
            AccessTokenSigner.claims("https://host.example", "client-1").build()
        }) {
            HttpResponse<String> refused = report(wrong);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body())
                    .contains("\"code\":\"credential-invalid\"")
                    .doesNotContain("client-9");
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("error=\"invalid_token\"");
        }
        String foreign = new AccessTokenSigner("at+jwt")
                .sign(AccessTokenSigner.claims(issuer, "client-1").build());
        assertThat(host.get("/report", foreign).statusCode()).isEqualTo(401);
        String generic = new AccessTokenSigner("JWT")
                .sign(AccessTokenSigner.claims(issuer, "client-1").build());
        assertThat(host.get("/report", generic).statusCode()).isEqualTo(401);
    }

    @Test
    void acceptsOtherCredentialsAsBefore() throws Exception {
        assertThat(host.get("/report", host.token("free@1")).statusCode()).isEqualTo(200);
        assertThat(host.get("/report").statusCode()).isEqualTo(401);
    }
}
