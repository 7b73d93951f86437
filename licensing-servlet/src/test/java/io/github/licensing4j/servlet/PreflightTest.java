package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.RequiresFeature;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests CORS preflights to servlets that do and do not answer OPTIONS themselves. */
@Tag("4.3.6")
final class PreflightTest {
    private static final String[] PREFLIGHT = {"Origin: https://a.example", "Access-Control-Request-Method: GET"};

    private final FakeLicensing licensing = new FakeLicensing();

    private static class Inherits extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}
    }

    private static class OwnOptions extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doOptions(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("own");
        }
    }

    private static final class InheritsOwnOptions extends OwnOptions {
        private static final long serialVersionUID = 1L;
    }

    private static final class OwnService extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("own");
        }
    }

    /** Its annotated method is not read. */
    private static final class Stray extends Inherits {
        private static final long serialVersionUID = 1L;

        @Override
        @RequiresFeature("pro")
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}
    }

    @BeforeEach
    void enforce() {
        licensing.identify = FakeLicensing::strictly;
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void passesOnlyWhereOptionsIsInherited(Containers container) throws Exception {
        Map<String, HttpServlet> servlets = Map.of(
                "/inherits", new Inherits(),
                "/own", new OwnOptions(),
                "/above", new InheritsOwnOptions(),
                "/service", new OwnService());
        try (var server = container.start(List.of(licensing.filterBuilder().build()), servlets)) {
            assertThat(server.rawStatus("OPTIONS", "/inherits", PREFLIGHT)).isEqualTo(200);
            assertThat(licensing.identified).isEmpty();
            for (String own : List.of("/own", "/above", "/service")) {
                assertThat(server.rawStatus("OPTIONS", own, PREFLIGHT)).as(own).isEqualTo(401);
            }
            assertThat(server.rawStatus("OPTIONS", "/inherits", "Origin: https://a.example"))
                    .as("no preflight")
                    .isEqualTo(401);
        }
    }

    /** A CORS filter behind the licensing filter answers with header fields only. */
    @ParameterizedTest
    @EnumSource(Containers.class)
    void passesLaterResponseWithoutBody(Containers container) throws Exception {
        var filter =
                licensing.filterBuilder().endpoints(request -> Optional.empty()).build();
        jakarta.servlet.Filter later = (request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().equals("/body")) {
                response.getOutputStream().print("secret");
            }
        };
        try (var server = container.start(List.of(filter, later), Map.of("/*", new Inherits()))) {
            assertThat(server.rawStatus("OPTIONS", "/x", PREFLIGHT)).isEqualTo(200);
            assertThat(server.raw("OPTIONS", "/body", PREFLIGHT))
                    .contains(" 401 ")
                    .doesNotContain("secret");
            assertThat(filter.health().detail()).startsWith("1 calls");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void refusesBodyOfLaterFilter(Containers container) throws Exception {
        var filter = licensing.filterBuilder().build();
        jakarta.servlet.Filter later =
                (request, response, chain) -> response.getOutputStream().print("secret");
        try (var server = container.start(List.of(filter, later), Map.of("/inherits", new Inherits()))) {
            assertThat(server.raw("OPTIONS", "/inherits", PREFLIGHT))
                    .contains(" 401 ")
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    @Tag("4.3.2")
    void refusesToStartWithAnAnnotatedMethod(Containers container) {
        var filter = licensing.filterBuilder().build();
        try (var server = container.start(List.of(filter), Map.of("/stray", new Stray()))) {
            // Tomcat starts without a context whose filter has failed.
            assertThat(server.get("/stray").statusCode()).isEqualTo(404);
        } catch (Exception e) {
            assertThat(e).hasStackTraceContaining(LicensingException.class.getName());
            assertThat(e).hasStackTraceContaining("PreflightTest$Stray#doGet");
        }
    }
}
