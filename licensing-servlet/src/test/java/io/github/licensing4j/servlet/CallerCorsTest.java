package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.servlet.admin.AdminAccess;
import io.github.licensing4j.servlet.admin.ManagementServletBuilder;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the access of other origins to the library's own paths. */
@Tag("4.4.5")
class CallerCorsTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String PAGE = "https://app.example";

    private static Containers.Running start(Containers container, String... origins) {
        FakeLicensing licensing = new FakeLicensing();
        licensing.admin = Optional.of(mock(LicenseAdmin.class));
        licensing.identify = call ->
                new Refused(Refusal.of("dec_1", RefusalCode.CREDENTIAL_MISSING, "This endpoint needs a license."));
        var servlet = new ManagementServletBuilder(
                        licensing, licensing, licensing.filterBuilder().build())
                .access(AdminAccess.token(TOKEN))
                .allowedOrigins(List.of(origins))
                .build();
        return container.start("/app", List.of(), Map.of("/licensing/v1/*", servlet));
    }

    private static HttpResponse<String> preflight(Containers.Running server, String path, String method)
            throws Exception {
        return server.send(
                "OPTIONS",
                "/app/licensing/v1" + path,
                "Origin",
                PAGE,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "x-api-key");
    }

    private static String field(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    @ParameterizedTest
    @EnumSource
    void answersOptionsWithoutOrigins(Containers container) throws Exception {
        try (var server = start(container)) {
            HttpResponse<String> me = preflight(server, "/me", "GET");
            assertThat(me.statusCode()).isEqualTo(204);
            assertThat(field(me, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
            assertThat(field(me, "Access-Control-Allow-Origin")).isEqualTo("none");
            assertThat(field(preflight(server, "/token", "POST"), "Allow")).isEqualTo("OPTIONS, POST");
            assertThat(field(server.get("/app/licensing/v1/me", "Origin", PAGE), "Access-Control-Allow-Origin"))
                    .isEqualTo("none");
        }
    }

    @ParameterizedTest
    @EnumSource
    void allowsNamedOrigins(Containers container) throws Exception {
        try (var server = start(container, PAGE, "http://localhost:3000")) {
            HttpResponse<String> token = preflight(server, "/token", "POST");
            assertThat(token.statusCode()).isEqualTo(204);
            assertThat(field(token, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
            assertThat(field(token, "Access-Control-Allow-Methods")).isEqualTo("OPTIONS, POST");
            assertThat(field(token, "Access-Control-Allow-Headers")).contains("X-API-Key", "Authorization");
            assertThat(field(token, "Access-Control-Allow-Credentials")).isEqualTo("none");
            assertThat(field(token, "Vary")).isEqualTo("Origin");
            HttpResponse<String> refused = server.get("/app/licensing/v1/me", "Origin", PAGE);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(field(refused, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
            assertThat(field(refused, "Access-Control-Expose-Headers")).contains("WWW-Authenticate");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsOtherOriginsNoFields(Containers container) throws Exception {
        try (var server = start(container, "https://other.example")) {
            HttpResponse<String> me = preflight(server, "/me", "GET");
            assertThat(me.statusCode()).isEqualTo(204);
            assertThat(field(me, "Access-Control-Allow-Origin")).isEqualTo("none");
            assertThat(field(me, "Access-Control-Allow-Methods")).isEqualTo("none");
            assertThat(field(me, "Vary")).isEqualTo("Origin");
            assertThat(field(server.get("/app/licensing/v1/me"), "Vary")).contains("Origin");
        }
    }

    @Test
    void allowsEveryOriginByName() throws Exception {
        try (var server = start(Containers.TOMCAT, "*")) {
            assertThat(field(preflight(server, "/me/keys/key_1", "DELETE"), "Access-Control-Allow-Origin"))
                    .isEqualTo("*");
        }
    }

    @ParameterizedTest
    @EnumSource
    void closesAdminRoutesToOtherOrigins(Containers container) throws Exception {
        try (var server = start(container, PAGE, "*")) {
            HttpResponse<String> asked = preflight(server, "/licenses", "POST");
            assertThat(asked.statusCode()).isEqualTo(401);
            assertThat(field(asked, "Access-Control-Allow-Origin")).isEqualTo("none");
            HttpResponse<String> known = server.send(
                    "OPTIONS", "/app/licensing/v1/licenses", "Authorization", "Bearer " + TOKEN, "Origin", PAGE);
            assertThat(known.statusCode()).isEqualTo(204);
            assertThat(field(known, "Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
            assertThat(field(known, "Access-Control-Allow-Origin")).isEqualTo("none");
        }
    }

    @Test
    void refusesMalformedOrigins() {
        for (String wrong : new String[] {"app.example", "https://app.example/", "https://*.example", "", "null"}) {
            assertThatThrownBy(() -> start(Containers.TOMCAT, wrong))
                    .isInstanceOf(LicensingException.class)
                    .hasMessageContaining("'" + wrong + "' is no origin, expected scheme, host and port");
        }
    }

    @Test
    @Tag("4.5.8")
    void describesServerPathOfRequest() throws Exception {
        try (var server = start(Containers.TOMCAT)) {
            String document = server.get("/app/licensing/v1/openapi.json", "Authorization", "Bearer " + TOKEN)
                    .body();
            assertThat(document)
                    .contains("\"servers\":[{\"url\":\"/app/licensing/v1\"}]", "\"servers\":[{\"url\":\"/app\"}]")
                    .doesNotContain("\"url\":\"/licensing/v1\"");
        }
    }
}
