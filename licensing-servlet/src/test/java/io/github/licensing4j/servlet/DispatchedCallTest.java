package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.RequiresFeature;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests dispatches from an exempt servlet to one that needs a feature, in every way that servlets have. */
@Tag("4.3.5")
final class DispatchedCallTest {
    private final FakeLicensing licensing = new FakeLicensing();

    @LicenseExempt(reason = "public")
    private static final class Open extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            String to = String.valueOf(request.getParameter("to"));
            switch (String.valueOf(request.getPathInfo())) {
                case "/forward" -> request.getRequestDispatcher(to).forward(request, response);
                case "/include" -> {
                    response.getWriter().print("page:");
                    request.getRequestDispatcher(to).include(request, response);
                    response.getWriter().print(":end");
                }
                case "/named-forward" ->
                    getServletContext().getNamedDispatcher(to).forward(request, response);
                case "/named-include" ->
                    getServletContext().getNamedDispatcher(to).include(request, response);
                case "/async" -> {
                    AsyncContext cycle = request.startAsync();
                    cycle.dispatch(to);
                }
                default -> response.getWriter().print("open");
            }
        }
    }

    @LicenseExempt(reason = "public")
    private static final class Free extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("open");
        }
    }

    @RequiresFeature("pro")
    private static final class Paid extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("paid");
        }
    }

    @BeforeEach
    void enforce() {
        licensing.identify = FakeLicensing::strictly;
    }

    @ParameterizedTest
    @CsvSource({
        "TOMCAT, /open/forward?to=/paid/x", "JETTY, /open/forward?to=/paid/x",
        "TOMCAT, /open/include?to=/paid/x", "JETTY, /open/include?to=/paid/x",
        "TOMCAT, /open/async?to=/paid/x", "JETTY, /open/async?to=/paid/x",
        "TOMCAT, /open/named-forward?to=servlet/paid/*", "JETTY, /open/named-forward?to=servlet/paid/*",
        "TOMCAT, /open/named-include?to=servlet/paid/*", "JETTY, /open/named-include?to=servlet/paid/*",
        "TOMCAT, /out/forward?to=/paid/x", "JETTY, /out/forward?to=/paid/x",
        "TOMCAT, /out/include?to=/paid/x", "JETTY, /out/async?to=/paid/x"
    })
    void checksTheTarget(Containers container, String target) throws Exception {
        try (var server = serve(container)) {
            var anonymous = server.get(target);
            assertThat(anonymous.statusCode()).as(anonymous.body()).isEqualTo(401);
            assertThat(anonymous.body()).doesNotContain("paid").contains("credential-missing");
            assertThat(server.get(target, "X-API-Key", "k").statusCode()).isEqualTo(403);
            licensing.identify = call -> new FakeLicensing.Caller(Set.of("pro"), Set.of());
            var pro = server.get(target, "X-API-Key", "k");
            assertThat(pro.statusCode()).isEqualTo(200);
            assertThat(pro.body()).contains("paid");
            assertThat(licensing.grants).as("a dispatch charges nothing").hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void leavesExemptTargetsOpen(Containers container) throws Exception {
        try (var server = serve(container)) {
            assertThat(server.get("/open/forward?to=/open/x").body()).isEqualTo("open");
            assertThat(server.get("/open/include?to=/free/x").body()).isEqualTo("page:open:end");
            assertThat(server.get("/open/async?to=/open/x").body()).isEqualTo("open");
            assertThat(server.get("/open/async?to=/out/x").body()).isEqualTo("open");
        }
    }

    private Containers.Running serve(Containers container) {
        var filter = licensing.filterBuilder().exclude(List.of("/out/**")).build();
        return container.start(
                List.of(filter),
                Map.of("/open/*", new Open(), "/out/*", new Open(), "/paid/*", new Paid(), "/free/*", new Free()));
    }
}
