package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.Health;
import io.github.licensing4j.Identification;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests a dispatcher that chooses handlers itself and decides pending calls, as an MVC interceptor does. */
final class PendingCallTest {
    private final FakeLicensing licensing = new FakeLicensing();
    private final Queue<Identification> seen = new ConcurrentLinkedQueue<>();
    private final LicensingFilter filter =
            licensing.filterBuilder().endpoints(request -> Optional.empty()).build();

    /** Handlers by path: open needs nothing, forward… forwards to another, undecided requests no decision. */
    private static final class Dispatcher extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            String path = request.getPathInfo();
            PendingCall call = PendingCall.inside(request).orElseThrow();
            if (!path.startsWith("/undecided")
                    && !call.admit(MatchedPath.of(path), declared(path), request, response)) {
                return;
            }
            if (path.equals("/twice") && !call.admit(MatchedPath.of(path), declared(path), request, response)) {
                throw new ServletException("the second answer differs");
            }
            if (path.startsWith("/forward") && request.getDispatcherType() == DispatcherType.REQUEST) {
                request.getRequestDispatcher("/d" + path.substring(8)).forward(request, response);
            } else if (path.equals("/async") && request.getDispatcherType() == DispatcherType.REQUEST) {
                request.startAsync(request, response).dispatch();
            } else {
                response.setStatus(path.equals("/undecided-missing") ? 404 : 200);
            }
        }

        private static Declaration declared(String path) {
            return switch (path) {
                case "/open", "/forward/pro", "/forward/scoped", "/forward/open" -> new Declaration.Exempt("open");
                case "/pro" -> new Declaration.Required(Requirement.features("pro"));
                case "/scoped" -> new Declaration.Required(new Requirement(List.of(), Set.of("write"), List.of()));
                default -> Declaration.none();
            };
        }
    }

    @AfterEach
    void everythingIsSettledOnce() {
        assertThat(licensing.unsettled()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void isDecidedByTheDispatcher(Containers container) throws Exception {
        licensing.identify = FakeLicensing::strictly;
        try (var server = serve(container)) {
            assertThat(server.get("/d/open").statusCode())
                    .as("exempt needs no credential")
                    .isEqualTo(200);
            assertThat(licensing.identified).as("nor is anybody identified").isEmpty();
            assertThat(server.get("/d/any").statusCode()).isEqualTo(401);
            var answer = server.get("/d/any", "X-API-Key", "k");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("private");
            assertThat(licensing.awaitSettlement()).isEqualTo(new Outcome(200, 0));
            assertThat(filter.health().status()).isEqualTo(Health.Status.UP);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void decidesOnceAcrossDispatches(Containers container) throws Exception {
        try (var server = serve(container)) {
            assertThat(server.get("/d/twice").statusCode()).isEqualTo(200);
            licensing.awaitSettlement();
            assertThat(server.get("/d/async").statusCode()).isEqualTo(200);
            licensing.awaitSettlement();
            assertThat(licensing.grants).hasValue(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void forwardChecksWithoutCharging(Containers container) throws Exception {
        try (var server = serve(container)) {
            assertThat(server.get("/d/forward/pro").statusCode()).isEqualTo(403);
            assertThat(server.get("/d/forward/pro").body()).contains("\"code\":\"feature-not-licensed\"", "\"lic_1\"");
            assertThat(server.get("/d/forward/scoped").headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer error=\"insufficient_scope\", scope=\"write\"");
            licensing.identify = call -> new FakeLicensing.Caller(Set.of("pro"), Set.of("write"));
            assertThat(server.get("/d/forward/pro").statusCode()).isEqualTo(200);
            assertThat(server.get("/d/forward/scoped").statusCode()).isEqualTo(200);
            assertThat(licensing.grants).hasValue(0);
            licensing.identify = FakeLicensing::strictly;
            assertThat(server.get("/d/forward/pro").statusCode()).isEqualTo(401);
            assertThat(server.get("/d/forward/open").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void observeModeLetsForwardsPass() throws Exception {
        licensing.identify = call -> new FakeLicensing.Observed();
        try (var server = serve(Containers.JETTY)) {
            assertThat(server.get("/d/forward/pro").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void undecidedCallDegradesHealth(Containers container) throws Exception {
        try (var server = serve(container)) {
            server.get("/d/undecided-missing");
            assertThat(filter.health().status()).isEqualTo(Health.Status.UP);
            server.get("/d/undecided");
            server.get("/d/undecided");
        }
        assertThat(filter.health())
                .isEqualTo(new Health.Component(
                        "filter",
                        Health.Status.DEGRADED,
                        "2 calls answered without a decision, 0 refused after their response was committed"));
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void refusesAmbiguousPathBeforeDispatch(Containers container) throws Exception {
        licensing.identify = FakeLicensing::strictly;
        try (var server = serve(container)) {
            assertThat(server.rawStatus("GET", "/d/open%252f")).isEqualTo(400);
        }
    }

    @Test
    void securityFilterMayReadCallFirst() throws Exception {
        Filter security = (request, response, chain) -> {
            var http = (HttpServletRequest) request;
            assertThat(PendingCall.inside(http)).isEmpty();
            PendingCall pending = filter.pendingCall(http);
            assertThat(pending.isUndecided()).isTrue();
            seen.add(pending.identification());
            chain.doFilter(request, response);
        };
        try (var server = Containers.JETTY.start(List.of(security, filter), Map.of("/d/*", new Dispatcher()))) {
            assertThat(server.get("/d/any").statusCode()).isEqualTo(200);
        }
        assertThat(seen).hasSize(1);
        assertThat(licensing.identified).as("identified once").hasSize(1);
        assertThat(licensing.identified.element().path()).isEqualTo(new RequestPath.Canonical("/d/any"));
        assertThat(licensing.grants).hasValue(1);
    }

    private Containers.Running serve(Containers container) {
        return container.start(List.of(filter), Map.of("/d/*", new Dispatcher()));
    }
}
