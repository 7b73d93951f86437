package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Measure;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseBytesTest {
    private final FakeLicensing licensing = new FakeLicensing();

    /** Writes in every way a servlet may. */
    private static final class Writer extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getPathInfo()) {
                case "/stream" -> {
                    response.getOutputStream().write(new byte[10_000]);
                    response.getOutputStream().write(1);
                    response.getOutputStream().print("abc");
                }
                case "/utf8" -> {
                    response.setContentType("text/plain;charset=UTF-8");
                    response.getWriter().printf("a%sé€", "😀").println("!");
                    response.getWriter().write('x');
                }
                case "/latin1" -> response.getWriter().append("é").print(true);
                case "/utf16" -> {
                    response.setContentType("text/plain;charset=UTF-16BE");
                    response.getWriter().print("abc");
                }
                case "/reset" -> {
                    response.getOutputStream().print("thrown away");
                    response.resetBuffer();
                    response.getOutputStream().print("kept");
                }
                case "/error" -> {
                    response.getOutputStream().print("thrown away");
                    response.sendError(404);
                    response.getOutputStream().print("thrown away too");
                }
                case "/message" -> {
                    response.getWriter().print("thrown away");
                    response.sendError(409, "no");
                }
                case "/redirect" -> {
                    response.getWriter().print("thrown away");
                    response.sendRedirect("/elsewhere");
                    response.getWriter().print("thrown away too");
                }
                case "/committed" -> {
                    response.getOutputStream().print("kept");
                    response.flushBuffer();
                    try {
                        response.sendError(500);
                    } catch (IllegalStateException e) {
                        response.getOutputStream().print(", all of it");
                    }
                }
                case "/async" -> async(request.startAsync());
                case "/listener" -> listen(request.startAsync());
                default -> throw new IOException("unknown");
            }
        }

        private static void async(AsyncContext cycle) {
            cycle.start(() -> {
                try {
                    cycle.getResponse().getOutputStream().print("later");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                cycle.complete();
            });
        }

        private static void listen(AsyncContext cycle) throws IOException {
            ServletOutputStream stream = cycle.getResponse().getOutputStream();
            stream.setWriteListener(new WriteListener() {
                private int blocks = 100;

                @Override
                public void onWritePossible() throws IOException {
                    while (stream.isReady()) {
                        if (blocks-- == 0) {
                            cycle.complete();
                            return;
                        }
                        stream.write(new byte[1000]);
                    }
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
        "/stream, 10004",
        "/utf8, 12",
        "/latin1, 5",
        "/utf16, 6",
        "/reset, 4",
        "/async, 5",
        "/listener, 100000",
        "/redirect, 0",
        "/committed, 15",
    })
    void countsWhatWasWritten(String path, long bytes) throws Exception {
        licensing.measures = Set.of(Measure.RESPONSE_BYTES);
        long line = path.equals("/utf8") ? System.lineSeparator().length() : 0;
        for (Containers container : Containers.values()) {
            try (var server = serve(container)) {
                byte[] body = server.client()
                        .send(server.request("GET", "/w" + path), BodyHandlers.ofByteArray())
                        .body();
                assertThat((long) body.length).isEqualTo(bytes + line);
                assertThat(licensing.awaitSettlement().responseBytes()).isEqualTo(body.length);
            }
        }
    }

    /** The container's own page is not written by the handler. */
    @ParameterizedTest
    @ValueSource(strings = {"/error", "/message"})
    void ignoresBytesThatErrorDiscards(String path) throws Exception {
        licensing.measures = Set.of(Measure.RESPONSE_BYTES);
        for (Containers container : Containers.values()) {
            try (var server = serve(container)) {
                var answer = server.get("/w" + path);
                assertThat(answer.statusCode()).isBetween(404, 409);
                assertThat(answer.body()).doesNotContain("thrown away");
                assertThat(licensing.awaitSettlement().responseBytes()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void countsNothingForHeadOrWithoutAMeter(Containers container) throws Exception {
        try (var server = serve(container)) {
            server.get("/w/stream");
            assertThat(licensing.awaitSettlement().responseBytes()).isZero();
            licensing.measures = Set.of(Measure.RESPONSE_BYTES);
            server.raw("HEAD", "/w/stream");
            assertThat(licensing.awaitSettlement().responseBytes()).isZero();
        }
    }

    private Containers.Running serve(Containers container) {
        var filter = licensing.filterBuilder().build();
        return container.start(List.of(filter), Map.of("/w/*", new Writer()));
    }
}
