package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The organisation of callers, as the host names it, over real HTTP. */
final class CallerOrganisationTest {
    private static final String TENANT = "tenant";

    private final FakeLicensing licensing = new FakeLicensing();

    private static final class Handler extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(200);
        }
    }

    /** Reads the call first, and then authenticates the tenant of the request. */
    private record Security(LicensingFilter licenses) implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest call = (HttpServletRequest) request;
            boolean unused = licenses.pendingCall(call).hasCredential();
            request.setAttribute(TENANT, call.getHeader("Session"));
            chain.doFilter(request, response);
        }
    }

    private @Nullable String named(LicensingFilter filter, Containers container, String... fields) throws Exception {
        try (var server = container.start(List.of(new Security(filter), filter), Map.of("/*", new Handler()))) {
            server.rawStatus("GET", "/any", fields);
            Call call = Objects.requireNonNull(licensing.identified.poll());
            return call.peer().organisation();
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void isThatOfAuthenticatedRequest(Containers container) throws Exception {
        LicensingFilter filter = licensing
                .filterBuilder()
                .organisation(request -> (String) request.getAttribute(TENANT))
                .build();
        assertThat(named(filter, container, "X-API-Key: key-1", "Session: o1")).isEqualTo("o1");
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void isUnknownWithoutOne(Containers container) throws Exception {
        LicensingFilter nobody =
                licensing.filterBuilder().organisation(request -> "").build();
        assertThat(named(nobody, container, "X-API-Key: key-1", "Session: o1")).isNull();
        LicensingFilter plain = licensing.filterBuilder().build();
        assertThat(named(plain, container, "X-API-Key: key-1", "Session: o1")).isNull();
    }
}
