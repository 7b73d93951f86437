package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Credential;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.servlet.ForwardedFields.Field;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the fields that a proxy behind the filter passes to its backend, on real containers. */
final class ForwardedFieldsTest {
    private static final ForwardedFields ALL = new ForwardedFields("Licensing-", EnumSet.allOf(Field.class));
    private static final Map<String, HttpServlet> SERVLETS = Map.of(
            "/v1/*", new Proxy(), "/open/*", new Open(), "/outside/*", new Proxy(), "/async/*", new Redispatching());

    private final FakeLicensing licensing = new FakeLicensing();

    /** Answers with the fields that a proxy would pass on, one a line, names in lower case. */
    private static class Proxy extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Set<String> lines = new TreeSet<>();
            for (String name : Collections.list(request.getHeaderNames())) {
                for (String line : Collections.list(request.getHeaders(name))) {
                    lines.add(name.toLowerCase(Locale.ROOT) + ": " + line);
                }
                assertThat(request.getHeader(name))
                        .isEqualTo(request.getHeaders(name).nextElement());
            }
            request.getInputStream().readAllBytes();
            request.getTrailerFields().forEach((name, value) -> lines.add("trailer " + name + ": " + value));
            response.getOutputStream().print(String.join("\n", lines));
        }
    }

    @LicenseExempt(reason = "status page")
    private static final class Open extends Proxy {
        private static final long serialVersionUID = 1L;
    }

    /** Answers in an async dispatch to the proxy, whose request the container makes from that of the cycle. */
    private static final class Redispatching extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            request.startAsync().dispatch("/v1/x");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void replacesCredentialByLicense(Containers container) throws Exception {
        try (var server = serve(container, licensing.filterBuilder().forward(ALL))) {
            String seen = server.get("/v1/x", "Authorization", "Bearer t", "Accept", "text/plain")
                    .body();
            assertThat(seen)
                    .contains("licensing-issuer: https://issuer.example")
                    .contains("licensing-license: lic_1")
                    .contains("licensing-customer: acme")
                    .contains("licensing-plan: free@1")
                    .contains("accept: text/plain")
                    .doesNotContain("authorization");
            assertThat(licensing.identified.remove().credentials())
                    .containsExactly(new Credential(Credential.Source.BEARER, "t"));
            for (String name : List.of("X-API-Key", "License-Token")) {
                assertThat(server.get("/v1/x", name, "k").body()).doesNotContain(name.toLowerCase(Locale.ROOT));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void passesConfiguredFieldsAlone(Containers container) throws Exception {
        var customer = new ForwardedFields("Acme-", Set.of(Field.CUSTOMER));
        try (var server = serve(container, licensing.filterBuilder().forward(customer))) {
            assertThat(server.get("/v1/x", "X-API-Key", "k", "Acme-Plan", "pro@1")
                            .body())
                    .contains("acme-customer: acme")
                    .doesNotContain("acme-plan");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void hidesForgedFieldsEverywhere(Containers container) throws Exception {
        var filter = licensing.filterBuilder().forward(ALL).exclude(List.of("/outside/**"));
        try (var server = serve(container, filter)) {
            for (String path : List.of("/v1/x", "/open/x", "/outside/x", "/async/x")) {
                String seen = server.raw(
                        "GET",
                        path,
                        "X-API-Key: k",
                        "Licensing-Customer: forged",
                        "licensing_customer: forged",
                        "LICENSING-PLAN: forged",
                        "Licensing-Future: forged");
                assertThat(seen).as(path).contains("200").doesNotContain("forged");
            }
            assertThat(server.get("/open/x", "X-API-Key", "k").body())
                    .doesNotContain("licensing-")
                    .doesNotContain("x-api-key");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void asyncDispatchHasForwardedFields(Containers container) throws Exception {
        try (var server = serve(container, licensing.filterBuilder().forward(ALL))) {
            assertThat(server.get("/async/x", "X-API-Key", "k").body())
                    .contains("licensing-customer: acme")
                    .doesNotContain("x-api-key");
            licensing.awaitSettlement();
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void keepsFieldsThatAreNoCredential(Containers container) throws Exception {
        var filter = licensing
                .filterBuilder()
                .forward(ALL)
                .exclude(List.of("/outside/**"))
                .credentials(Set.of(Credential.Source.BEARER, Credential.Source.API_KEY));
        try (var server = serve(container, filter)) {
            assertThat(server.get("/v1/x", "X-API-Key", "k", "Authorization", "Basic YTpi", "License-Token", "t")
                            .body())
                    .contains("authorization: Basic YTpi")
                    .contains("license-token: t");
            assertThat(server.get("/outside/x", "Authorization", "Bearer other").body())
                    .contains("authorization: Bearer other");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void connectionCannotRemoveForwardedFields(Containers container) throws Exception {
        try (var server = serve(container, licensing.filterBuilder().forward(ALL))) {
            assertThat(server.raw("GET", "/v1/x", "X-API-Key: k", "Connection: X-Other, Licensing-Customer"))
                    .contains("licensing-customer: acme")
                    .contains("connection: X-Other\n");
        }
    }

    @Test
    void hidesForgedTrailers() throws Exception {
        // Tomcat passes no trailer on unless it is configured by name.
        try (var server = serve(Containers.JETTY, licensing.filterBuilder().forward(ALL))) {
            String chunks = "\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\nLicensing-Customer: forged\r\n";
            assertThat(server.raw("POST", "/v1/x", "X-API-Key: k", "Transfer-Encoding: chunked", chunks))
                    .containsIgnoringCase("trailer x-sum: 1")
                    .doesNotContain("forged");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void changesNoRequestByDefault(Containers container) throws Exception {
        try (var server = serve(container, licensing.filterBuilder())) {
            assertThat(server.get("/v1/x", "X-API-Key", "k", "Licensing-Customer", "any")
                            .body())
                    .contains("x-api-key: k")
                    .contains("licensing-customer: any");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void callerWithoutLicenseHasNoFields(Containers container) throws Exception {
        licensing.identify = call -> new FakeLicensing.Observed();
        try (var server = serve(container, licensing.filterBuilder().forward(ALL))) {
            assertThat(server.get("/v1/x", "X-API-Key", "bad").body())
                    .doesNotContain("licensing-")
                    .doesNotContain("x-api-key");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void encodesValues(Containers container) throws Exception {
        var license = new License(
                new LicenseId("https://issuer.example", "lic_1"),
                "Müller, 100%\r\nX: y",
                PlanId.parse("free@1"),
                LicenseState.ACTIVE,
                Instant.EPOCH,
                ZoneOffset.UTC,
                null);
        licensing.identify = call -> new FakeLicensing.Other(license);
        try (var server = serve(container, licensing.filterBuilder().forward(ALL))) {
            assertThat(server.get("/v1/x", "X-API-Key", "k").body())
                    .contains("licensing-customer: M%C3%BCller%2C%20100%25%0D%0AX:%20y");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "Licensing", "Lic ensing-", "Licensing:-", "X-", "License-", "x-api-"})
    void refusesPrefix(String prefix) {
        assertThatThrownBy(() -> new ForwardedFields(prefix, Set.of(Field.PLAN)))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("'" + prefix + "'")
                .hasMessageContaining("such as Licensing-");
    }

    @Test
    void noneForwardsNothing() {
        assertThat(ForwardedFields.none().fields()).isEmpty();
    }

    private static Containers.Running serve(Containers container, LicensingFilterBuilder filter) {
        return container.start(List.of(filter.build()), SERVLETS);
    }
}
