package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Measure;
import io.github.licensing4j.Outcome;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the measured request bytes and processor time, on real containers. */
final class RequestMeasuresTest {
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final FakeLicensing licensing = new FakeLicensing();

    /** Reads in every way a servlet may. */
    private static final class Reader extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getPathInfo()) {
                case "/all" -> request.getInputStream().readAllBytes();
                case "/singly" -> singly(request.getInputStream());
                case "/five" -> request.getInputStream().readNBytes(5);
                case "/skip" -> request.getInputStream().skipNBytes(7);
                case "/lines" -> request.getInputStream().readLine(new byte[100], 0, 100);
                case "/reader" -> request.getReader().transferTo(Writer.nullWriter());
                case "/none" -> response.setStatus(204);
                case "/listener" -> listen(request.startAsync());
                default -> throw new IOException("unknown");
            }
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getPathInfo().equals("/busy")) {
                busy();
            } else if (request.getPathInfo().equals("/busy-thrown")) {
                busy();
                throw new IOException("planned");
            }
        }

        private static void busy() {
            var threads = ManagementFactory.getThreadMXBean();
            long end = threads.getCurrentThreadCpuTime() + BUSY_NANOS;
            while (threads.getCurrentThreadCpuTime() < end) {
                Thread.onSpinWait();
            }
        }

        private static void singly(ServletInputStream in) throws IOException {
            int octet = in.read();
            while (octet >= 0) {
                octet = in.read();
            }
        }

        private static void listen(AsyncContext cycle) throws IOException {
            ServletInputStream in = cycle.getRequest().getInputStream();
            in.setReadListener(new ReadListener() {
                private final byte[] block = new byte[1000];

                @Override
                public void onDataAvailable() throws IOException {
                    int count = 0;
                    while (count >= 0 && in.isReady()) {
                        count = in.read(block);
                    }
                }

                @Override
                public void onAllDataRead() {
                    cycle.complete();
                }

                @Override
                public void onError(Throwable failure) {
                    cycle.complete();
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/all, 30000",
        "/singly, 30000",
        "/five, 5",
        "/skip, 7",
        "/lines, 100",
        "/none, 0",
        "/reader, 30000",
        "/listener, 30000"
    })
    void countsWhatTheHandlerRead(String path, long bytes) throws Exception {
        licensing.measures = Set.of(Measure.REQUEST_BYTES);
        for (Containers container : Containers.values()) {
            try (var server = serve(container)) {
                assertThat(post(server, path, BodyPublishers.ofByteArray(text(30_000)))
                                .requestBytes())
                        .as(container + " " + path)
                        .isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void countsBodyOfUnknownLength(Containers container) throws Exception {
        licensing.measures = Set.of(Measure.REQUEST_BYTES);
        try (var server = serve(container)) {
            var chunked = BodyPublishers.ofByteArrays(List.of(text(9_000), text(1)));
            assertThat(post(server, "/all", chunked).requestBytes()).isEqualTo(9_001);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void countsBytesOfCharacters(Containers container) throws Exception {
        licensing.measures = Set.of(Measure.REQUEST_BYTES);
        try (var server = serve(container)) {
            byte[] characters = "a\u00e9\u20ac\ud83d\ude00\n".getBytes(StandardCharsets.UTF_8);
            assertThat(post(server, "/reader", BodyPublishers.ofByteArray(characters))
                            .requestBytes())
                    .isEqualTo(characters.length);
            byte[] malformed = {'a', (byte) 0xff, (byte) 0xfe, 'b'};
            assertThat(post(server, "/reader", BodyPublishers.ofByteArray(malformed))
                            .requestBytes())
                    .isLessThanOrEqualTo(malformed.length);
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void countsNothingWithoutAMeter(Containers container) throws Exception {
        try (var server = serve(container)) {
            Outcome read = post(server, "/all", BodyPublishers.ofByteArray(text(30_000)));
            server.get("/r/busy");
            Outcome worked = licensing.awaitSettlement();
            assertThat(List.of(read, worked)).containsOnly(new Outcome(200, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void measuresTheProcessorTimeOfTheRequestThread(Containers container) throws Exception {
        licensing.measures = Set.of(Measure.CPU_TIME);
        try (var server = serve(container)) {
            server.get("/r/busy");
            assertThat(licensing.awaitSettlement().cpuNanos()).isBetween(BUSY_NANOS, TimeUnit.SECONDS.toNanos(5));
            server.get("/r/busy-thrown");
            assertThat(licensing.awaitSettlement().cpuNanos()).isGreaterThanOrEqualTo(BUSY_NANOS);
            server.get("/r/idle");
            assertThat(licensing.awaitSettlement().cpuNanos()).isBetween(0L, BUSY_NANOS);
        }
    }

    private Outcome post(Containers.Running server, String path, BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/r" + path))
                .header("Content-Type", "text/plain;charset=UTF-8")
                .POST(body)
                .build();
        server.client().send(request, BodyHandlers.discarding());
        return licensing.awaitSettlement();
    }

    private static byte[] text(int length) {
        return "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
    }

    private Containers.Running serve(Containers container) {
        var filter = licensing.filterBuilder().build();
        return container.start(List.of(filter), Map.of("/r/*", new Reader()));
    }
}
