package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Declaration;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Requirement;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the measurements of calls that are decided by their dispatcher, after the filter has passed them on. */
final class PendingMeasuresTest {
    private static final int SIZE = 20_000;
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final FakeLicensing licensing = new FakeLicensing();

    /** Decides each call itself, before or after it has taken the response. */
    private static final class Dispatcher extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private static final Map<String, Handler> HANDLERS = Map.of(
                "/stream", Dispatcher::stream,
                "/writer", Dispatcher::writer,
                "/stream-before", Dispatcher::streamTakenBefore,
                "/writer-before", Dispatcher::writerTakenBefore,
                "/reset", Dispatcher::reset,
                "/async", Dispatcher::async,
                "/busy", Dispatcher::work,
                "/read", Dispatcher::read,
                "/exempt", Dispatcher::exempt);

        private interface Handler {
            void handle(HttpServletRequest request, HttpServletResponse response) throws IOException;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Objects.requireNonNull(HANDLERS.get(request.getPathInfo())).handle(request, response);
        }

        private static void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
            admit(request, response);
            response.getOutputStream().write(new byte[SIZE]);
        }

        private static void writer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            admit(request, response);
            response.getWriter().write("x".repeat(SIZE));
        }

        private static void streamTakenBefore(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            ServletOutputStream taken = response.getOutputStream();
            admit(request, response);
            taken.write(new byte[SIZE]);
        }

        private static void writerTakenBefore(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            PrintWriter taken = response.getWriter();
            admit(request, response);
            taken.write("x".repeat(SIZE));
            taken.flush();
        }

        private static void reset(HttpServletRequest request, HttpServletResponse response) throws IOException {
            admit(request, response);
            response.getOutputStream().write(new byte[10]);
            response.reset();
            response.getOutputStream().write(new byte[SIZE]);
        }

        private static void async(HttpServletRequest request, HttpServletResponse response) throws IOException {
            admit(request, response);
            AsyncContext cycle = request.startAsync();
            cycle.start(() -> answer(cycle));
        }

        private static void work(HttpServletRequest request, HttpServletResponse response) throws IOException {
            admit(request, response);
            busy();
        }

        private static void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
            admit(request, response);
            request.getInputStream().readAllBytes();
        }

        private static void exempt(HttpServletRequest request, HttpServletResponse response) throws IOException {
            decide(new Declaration.Exempt("open"), request, response);
            response.getOutputStream().write(new byte[SIZE]);
        }

        private static void answer(AsyncContext cycle) {
            try {
                cycle.getResponse().getOutputStream().write(new byte[SIZE]);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            cycle.complete();
        }

        private static void admit(HttpServletRequest request, HttpServletResponse response) throws IOException {
            decide(new Declaration.Required(Requirement.license()), request, response);
        }

        private static void decide(Declaration declared, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            MatchedPath path = MatchedPath.of(request.getPathInfo());
            boolean mayRun = PendingCall.inside(request).orElseThrow().admit(path, declared, request, response);
            assertThat(mayRun).isTrue();
        }

        private static void busy() {
            var threads = ManagementFactory.getThreadMXBean();
            long end = threads.getCurrentThreadCpuTime() + BUSY_NANOS;
            while (threads.getCurrentThreadCpuTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    @AfterEach
    void everythingIsSettledOnce() {
        assertThat(licensing.unsettled()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void countsResponseFromTheGrantOn(Containers container) throws Exception {
        licensing.measures = Set.of(Measure.RESPONSE_BYTES);
        try (var server = serve(container)) {
            for (String path : List.of("/stream", "/writer", "/stream-before", "/writer-before", "/reset", "/async")) {
                assertThat(server.get("/d" + path).statusCode()).as(path).isEqualTo(200);
                assertThat(licensing.awaitSettlement()).as(path).isEqualTo(new Outcome(200, SIZE));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void answersExemptCallUnmeasured(Containers container) throws Exception {
        licensing.measures = Set.of(Measure.RESPONSE_BYTES, Measure.CPU_TIME, Measure.REQUEST_BYTES);
        try (var server = serve(container)) {
            assertThat(server.get("/d/exempt").body()).hasSize(SIZE);
            assertThat(licensing.grants).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void countsBodyThatFilterReadBeforeDecision(Containers container) throws Exception {
        licensing.measures = Set.of(Measure.REQUEST_BYTES);
        Filter reading = (request, response, chain) -> {
            request.getInputStream().readNBytes(SIZE / 2);
            chain.doFilter(request, response);
        };
        try (var server = container.start(List.of(filter(), reading), Map.of("/d/*", new Dispatcher()))) {
            assertThat(post(server, BodyPublishers.ofByteArray(new byte[SIZE]))).isEqualTo(SIZE);
            var chunked = BodyPublishers.ofByteArrays(List.of(new byte[SIZE], new byte[1]));
            assertThat(post(server, chunked)).isEqualTo(SIZE + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void measuresProcessorTimeFromTheGrantOn(Containers container) throws Exception {
        licensing.measures = Set.of(Measure.CPU_TIME);
        Filter busy = (request, response, chain) -> {
            for (int i = 0; i < 10; i++) {
                Dispatcher.busy();
            }
            chain.doFilter(request, response);
        };
        try (var server = container.start(List.of(filter(), busy), Map.of("/d/*", new Dispatcher()))) {
            assertThat(server.get("/d/busy").statusCode()).isEqualTo(200);
            assertThat(licensing.awaitSettlement().cpuNanos()).isBetween(BUSY_NANOS, 8 * BUSY_NANOS);
        }
    }

    private long post(Containers.Running server, HttpRequest.BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/d/read"))
                .POST(body)
                .build();
        server.client().send(request, BodyHandlers.discarding());
        return licensing.awaitSettlement().requestBytes();
    }

    private Containers.Running serve(Containers container) {
        return container.start(List.of(filter()), Map.of("/d/*", new Dispatcher()));
    }

    private LicensingFilter filter() {
        return licensing.filterBuilder().endpoints(request -> Optional.empty()).build();
    }
}
