package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Metered;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.RequiresFeature;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests decisions by the mapped servlet's class, on real containers. */
final class EndpointTest {
    /** Spellings of a path that a rule protects, some of them malformed. */
    private static final List<String> SPELLINGS = List.of(
            "/v1/export/csv",
            "/v1/export/csv/",
            "/v1//export/csv",
            "//v1/export/csv",
            "/v1/export;x/csv",
            "/v1;x=/export/csv",
            "/v1/export/csv;y",
            "/%76%31/export/csv",
            "/v1/e%78port/csv",
            "/v1/export%2fcsv",
            "/v1/export%5ccsv",
            "/v1\\export\\csv",
            "/v1/./export/csv",
            "/v1/x/../export/csv",
            "/v1/%2e/export/csv",
            "/v1/x/%2e%2e/export/csv",
            "/v1/x/..;/export/csv",
            "/v1/export%252fcsv",
            "/v1/%c0%ae/export/csv",
            "/v1/export%c0%afcsv",
            "/v1/export/csv%00",
            "/v1/export%3B/csv",
            "/v1/export/csv?x=/../open");

    private static final Map<String, HttpServlet> SERVLETS =
            Map.of("/hourly/*", new Hourly(), "/open/*", new Open(), "/plain/*", new Plain(), "/v1/*", new Plain());

    private final FakeLicensing licensing = new FakeLicensing();

    /** Answers with the size of the license context. */
    private static class Plain extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            var context = LicensingFilter.context(request);
            context.charge("tokens", 3);
            response.getOutputStream()
                    .print(context.license().map(license -> license.customer()).orElse("anonymous"));
        }
    }

    @RequiresFeature("forecast.hourly")
    @Metered(meter = "tokens", units = 0, reserve = 10)
    private static final class Hourly extends Plain {
        private static final long serialVersionUID = 1L;
    }

    @LicenseExempt(reason = "status page")
    private static final class Open extends Plain {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void decidesByServletAnnotations(Containers container) throws Exception {
        licensing.identify = FakeLicensing::strictly;
        try (var server = serve(container, licensing.filterBuilder())) {
            assertThat(server.get("/hourly/x", "X-API-Key", "k").body()).isEqualTo("acme");
            Requirement asked = licensing.decided.remove();
            assertThat(asked.features().get(0).names()).containsExactly("forecast.hourly");
            assertThat(asked.charges()).hasSize(1);
            assertThat(licensing.charged).containsEntry("tokens", 3L);

            assertThat(server.get("/plain/x", "X-API-Key", "k").body()).isEqualTo("acme");
            assertThat(licensing.decided.remove()).isEqualTo(Requirement.license());
            assertThat(server.get("/plain/x").statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void exemptServletIdentifiesNoCaller(Containers container) throws Exception {
        licensing.identify = FakeLicensing::strictly;
        try (var server = serve(container, licensing.filterBuilder())) {
            assertThat(server.get("/open/x").body()).isEqualTo("anonymous");
            assertThat(server.get("/open/x").headers().firstValue("Vary")).isEmpty();
            assertThat(licensing.identified).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void unmappedPathReservesNothing(Containers container) throws Exception {
        licensing.identify = FakeLicensing::strictly;
        try (var server = serve(container, licensing.filterBuilder())) {
            assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
            assertThat(licensing.grants).hasValue(0);
        }
    }

    /**
     * A rule on the export must apply to every spelling that reaches the servlet, or the request must end before it.
     */
    @ParameterizedTest
    @EnumSource(Containers.class)
    void enforcesRuleForEverySpelling(Containers container) throws Exception {
        licensing.requirement = (path, declared) -> path.equals("/v1/export") || path.startsWith("/v1/export/")
                ? Optional.of(Requirement.features("export.csv"))
                : Optional.of(Requirement.license());
        try (var server = serve(container, licensing.filterBuilder())) {
            for (String target : SPELLINGS) {
                licensing.decided.clear();
                licensing.identified.clear();
                int status = server.rawStatus("GET", target);
                boolean ruled = status == 200
                        && licensing.decided.stream()
                                .allMatch(asked -> asked.equals(Requirement.features("export.csv")));
                assertThat((ruled && licensing.decided.size() == 1) || status == 400)
                        .as("%s was answered %s and asked %s", target, status, licensing.decided)
                        .isTrue();
            }
            assertThat(server.rawStatus("GET", "/V1/Export/csv"))
                    .as("paths know case")
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void looksUpMethodsInUpperCase(Containers container) throws Exception {
        try (var server = serve(container, licensing.filterBuilder())) {
            server.raw("HEAD", "/plain/x");
            assertThat(licensing.looked).containsExactly("HEAD /plain/x");
            licensing.looked.clear();
            server.raw("get", "/plain/x");
            assertThat(licensing.looked).allMatch("GET /plain/x"::equals);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void ignoresExcludedPaths(Containers container) throws Exception {
        licensing.identify = FakeLicensing::strictly;
        var builder = licensing
                .filterBuilder()
                .include(List.of("/plain/**", "/v1/**"))
                .exclude(List.of("/v1/public/**"));
        try (var server = serve(container, builder)) {
            assertThat(server.get("/hourly/x").statusCode()).isEqualTo(200);
            assertThat(server.get("/v1/public/a").statusCode()).isEqualTo(200);
            assertThat(server.get("/v1/a").statusCode()).isEqualTo(401);
            assertThat(server.rawStatus("GET", "/v1/public/..;/a")).isEqualTo(400);
            assertThat(server.rawStatus("GET", "/v1/public%2f../a")).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void readsPathsWithoutContext(Containers container) throws Exception {
        var filter = licensing.filterBuilder().build();
        try (var server = container.start("/app", List.of(filter), SERVLETS)) {
            assertThat(server.get("/app/plain/x").statusCode()).isEqualTo(200);
            assertThat(licensing.looked).containsExactly("GET /plain/x");
        }
    }

    @Test
    void refusesServletOfUnknownClass() throws Exception {
        var builder = licensing.filterBuilder().endpoints(request -> {
            throw new LicensingException("planned");
        });
        try (var server = serve(Containers.JETTY, builder)) {
            assertThat(server.get("/plain/x").statusCode()).isEqualTo(503);
        }
    }

    private static Containers.Running serve(Containers container, LicensingFilterBuilder builder) {
        return container.start(List.of(builder.build()), SERVLETS);
    }
}
