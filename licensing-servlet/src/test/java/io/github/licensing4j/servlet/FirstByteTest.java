package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Health;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Requirement;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests undecided calls that a filter behind the licensing filter answers. */
@Tag("4.3.7")
final class FirstByteTest {
    @TempDir
    Path dir;

    private final FakeLicensing licensing = new FakeLicensing();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    /** Chooses handlers, but never requests a decision. */
    private static final class Silent extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.sendError(404);
        }
    }

    @BeforeEach
    void enforce() {
        licensing.identify = FakeLicensing::strictly;
    }

    private Filter answering() {
        return (any, answer, chain) -> {
            var request = (HttpServletRequest) any;
            var response = (HttpServletResponse) answer;
            switch (request.getRequestURI()) {
                case "/stream" -> response.getOutputStream().print("secret");
                case "/writer" -> {
                    response.getWriter().print("secret");
                    response.getWriter().flush();
                }
                case "/flush" -> {
                    response.setHeader("X-Secret", "secret");
                    response.flushBuffer();
                }
                case "/redirect" -> response.sendRedirect("/secret");
                case "/error" -> response.sendError(200);
                case "/head" -> response.setStatus(204);
                case "/late" -> {
                    response.setStatus(404);
                    response.getOutputStream().print("secret");
                    response.setStatus(200);
                }
                case "/sendfile" -> {
                    Path file = Files.writeString(dir.resolve("file"), "secret".repeat(20_000));
                    request.setAttribute(
                            "org.apache.tomcat.sendfile.filename",
                            file.toRealPath().toString());
                    request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
                    request.setAttribute("org.apache.tomcat.sendfile.end", Files.size(file));
                    response.setContentLengthLong(Files.size(file));
                }
                case "/async" -> {
                    var cycle = request.startAsync();
                    cycle.start(() -> {
                        try {
                            cycle.getResponse().getOutputStream().print("secret");
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        } finally {
                            cycle.complete();
                        }
                    });
                }
                case "/denied" -> response.sendError(403);
                default -> chain.doFilter(any, answer);
            }
        };
    }

    @Test
    @Tag("4.5.6")
    void keepsRefusalOfUndecidedCalls() throws Exception {
        try (var server = serve(Containers.TOMCAT, builder())) {
            assertThat(server.get("/stream", "X-API-Key", "k").statusCode()).isEqualTo(503);
        }
        assertThat(licensing.kept).extracting(Refusal::code).containsExactly(RefusalCode.ENFORCEMENT_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "TOMCAT, /stream", "JETTY, /stream", "TOMCAT, /writer", "JETTY, /writer", "TOMCAT, /flush", "JETTY, /flush",
        "TOMCAT, /redirect", "JETTY, /redirect", "TOMCAT, /error", "JETTY, /error", "TOMCAT, /head", "JETTY, /head",
        "TOMCAT, /sendfile", "TOMCAT, /async", "JETTY, /async"
    })
    void refusesTheFirstByte(Containers container, String path) throws Exception {
        try (var server = serve(container, builder())) {
            var anonymous = server.get(path);
            assertThat(anonymous.statusCode()).as(anonymous.body()).isEqualTo(401);
            assertThat(anonymous.body()).contains("credential-missing").doesNotContain("secretsecret");
            assertThat(anonymous.headers().firstValue("Location")).isEmpty();
            assertThat(server.get(path, "X-API-Key", "k").statusCode())
                    .as("a caller with a license does not pass undecided either")
                    .isEqualTo(503);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void leavesErrorsAsTheyAre(Containers container) throws Exception {
        try (var server = serve(container, builder())) {
            assertThat(server.get("/denied").statusCode()).isEqualTo(403);
            assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
            assertThat(server.get("/late").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void onlyReportsInObserveMode(Containers container) throws Exception {
        try (var server = serve(container, builder().mode(EnforcementMode.OBSERVE))) {
            assertThat(server.get("/stream", "X-API-Key", "k").body()).isEqualTo("secret");
        }
    }

    @Test
    void healthRecoversLater() throws Exception {
        LicensingFilter filter = builder().build();
        try (var server = Containers.JETTY.start(List.of(filter, answering()), Map.of("/*", new Silent()))) {
            server.get("/stream");
            assertThat(filter.health().status()).isEqualTo(Health.Status.DEGRADED);
            now.set(Instant.EPOCH.plus(UndecidedCalls.WINDOW));
            assertThat(filter.health().status()).isEqualTo(Health.Status.UP);
        }
    }

    @Test
    @Tag("4.4.4")
    void hangUpsKeepHealthUp() throws Exception {
        LicensingFilter filter = builder().build();
        Filter aborted = (request, response, chain) -> {
            throw new ClientAbortException(new EOFException("planted: the body ended early"));
        };
        try (var server = Containers.TOMCAT.start(List.of(filter, aborted), Map.of("/*", new Silent()))) {
            for (int i = 0; i < 3; i++) {
                assertThat(server.get("/upload").statusCode()).isEqualTo(400);
            }
            assertThat(filter.health().status()).isEqualTo(Health.Status.UP);
            assertThat(filter.health().detail()).startsWith("0 calls answered without a decision");
        }
    }

    /** Starts an async cycle that never ends, for one path. */
    private static final class Endless extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            if (request.getRequestURI().equals("/endless")) {
                request.startAsync().setTimeout(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    @Tag("4.3.9")
    void settlesAsyncCallsThatNeverEnd(Containers container) throws Exception {
        LicensingFilter filter = licensing
                .filterBuilder()
                .clock(clock())
                .maxAsyncHold(Duration.ofMinutes(30))
                .build();
        try (var server = container.start(List.of(filter), Map.of("/*", new Endless()))) {
            var open = server.client()
                    .sendAsync(
                            server.request("GET", "/endless", "X-API-Key", "k"),
                            java.net.http.HttpResponse.BodyHandlers.ofString());
            assertThat(server.get("/short", "X-API-Key", "k").statusCode()).isEqualTo(200);
            assertThat(licensing.awaitSettlement().status()).isEqualTo(200);
            while (licensing.grants.get() < 2) {
                Thread.onSpinWait();
            }
            now.set(Instant.EPOCH.plus(Duration.ofMinutes(29)));
            assertThat(filter.health().detail()).doesNotContain("longest hold");
            assertThat(licensing.settled).isEmpty();
            // The container may hand the cycle over after the clock has moved; then it is due one step later.
            for (int hold = 1; licensing.settled.isEmpty() && hold < 100_000; hold++) {
                now.set(Instant.EPOCH.plus(Duration.ofMinutes(31L * hold)));
                server.get("/short");
            }
            assertThat(licensing.awaitSettlement().status()).isEqualTo(503);
            assertThat(filter.health().detail()).contains("1 async calls settled after the longest hold");
            open.cancel(true);
        }
        assertThat(licensing.unsettled()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    @Tag("4.3.8")
    void decidesResourcesWhenTheyAnswer(Containers container) throws Exception {
        licensing.requirement = (path, declared) -> Optional.of(Requirement.license());
        try (var server = container.start(List.of(licensing.filterBuilder().build()), Map.of())) {
            assertThat(server.get("/nowhere", "X-API-Key", "k").statusCode()).isEqualTo(404);
            assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
            assertThat(licensing.grants).hasValue(0);
        }
    }

    private LicensingFilterBuilder builder() {
        return licensing.filterBuilder().clock(clock()).endpoints(request -> Optional.empty());
    }

    private InstantSource clock() {
        return now::get;
    }

    private Containers.Running serve(Containers container, LicensingFilterBuilder builder) {
        return container.start(List.of(builder.build(), answering()), Map.of("/*", new Silent()));
    }
}
