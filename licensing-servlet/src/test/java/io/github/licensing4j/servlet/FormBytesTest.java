package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Measure;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that bodies that the container reads for the handler count too, on real containers. */
final class FormBytesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=xx";
    private static final String FIELDS = "name=J%2ER%2E+Ewing&empty=&name=b&text=" + "x".repeat(5_000);
    private static final String PARTS = "--xx\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nbob\r\n"
            + "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + "y".repeat(5_000)
            + "\r\n--xx--\r\n";

    private final FakeLicensing licensing = new FakeLicensing();

    /** Reads fields in every way a servlet may. */
    private static class Fields extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            for (String way : request.getPathInfo().substring(1).split("-", -1)) {
                response.getWriter().print(read(way, request) + ";");
            }
        }

        private static String read(String way, HttpServletRequest request) throws IOException, ServletException {
            return switch (way) {
                case "one" -> request.getParameter("name");
                case "values" -> request.getParameterValues("name")[0];
                case "names" -> request.getParameterNames().nextElement();
                case "map" -> request.getParameterMap().getOrDefault("name", new String[] {"none"})[0];
                case "parts" -> "" + request.getParts().size();
                case "part" -> "" + request.getPart("name").getSize();
                case "absent" -> "" + request.getParameter("absent");
                case "stream" -> "" + request.getInputStream().readAllBytes().length;
                case "five" -> "" + request.getInputStream().readNBytes(5).length;
                case "nothing" -> "";
                default -> throw new IOException("unknown");
            };
        }
    }

    /** The same with parts. */
    @MultipartConfig
    private static final class Parts extends Fields {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @CsvSource({
        "/one, J.R. Ewing;",
        "/values, J.R. Ewing;",
        "/names, name;",
        "/map, J.R. Ewing;",
        "/absent, null;",
        "/one-map-values-stream, J.R. Ewing;J.R. Ewing;J.R. Ewing;0;"
    })
    void countsFormOnceForEveryAccess(String path, String answer) throws Exception {
        for (Containers container : Containers.values()) {
            try (var server = serve(container)) {
                assertThat(post(server, "/f" + path, FORM, whole(FIELDS)))
                        .as(container + " " + path)
                        .isEqualTo(answer + FIELDS.length());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/nothing, ;0", "/stream-absent, 5039;null;5039", "/five-absent, 5;null;5"})
    void countsFormThatHandlerReads(String path, String answer) throws Exception {
        for (Containers container : Containers.values()) {
            try (var server = serve(container)) {
                assertThat(post(server, "/f" + path, FORM, whole(FIELDS)))
                        .as(container + " " + path)
                        .isEqualTo(answer);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void countsDecodedFieldsOfChunkedForm(Containers container) throws Exception {
        try (var server = serve(container)) {
            String counted = post(server, "/f/map?name=a&q=%20%20%20&n", FORM, chunked(FIELDS));
            long bytes = Long.parseLong(counted.substring(counted.indexOf(';') + 1));
            assertThat(bytes).isBetween(5_000L, (long) FIELDS.length());
            assertThat(post(server, "/f/map?name=" + "a".repeat(500), FORM, chunked("x=1")))
                    .endsWith(";3");
        }
    }

    @ParameterizedTest
    @CsvSource({"/one, bob;", "/parts, 2;", "/part, 3;", "/one-parts-part-map, bob;2;3;bob;"})
    void countsPartsOnce(String path, String answer) throws Exception {
        for (Containers container : Containers.values()) {
            try (var server = serve(container)) {
                assertThat(post(server, "/p" + path, MULTIPART, whole(PARTS)))
                        .as(container + " " + path)
                        .isEqualTo(answer + PARTS.length());
                assertThat(post(server, "/p" + path, MULTIPART, chunked(PARTS)))
                        .as(container + " " + path)
                        .isEqualTo(answer + 5_003);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void ignoresPartsUntilRead(Containers container) throws Exception {
        try (var server = serve(container)) {
            assertThat(post(server, "/f/absent", MULTIPART, whole(PARTS))).isEqualTo("null;0");
            assertThat(post(server, "/f/absent-stream", MULTIPART, whole(PARTS)))
                    .isEqualTo("null;" + PARTS.length() + ";" + PARTS.length());
        }
    }

    /** What the handler read, and how many bytes were counted. */
    private String post(Containers.Running server, String path, String type, BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .header("Content-Type", type)
                .POST(body)
                .build();
        String seen = server.client()
                .send(request, BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
        return seen + licensing.awaitSettlement().requestBytes();
    }

    private static BodyPublisher whole(String body) {
        return BodyPublishers.ofString(body);
    }

    private static BodyPublisher chunked(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(List.of(bytes)));
    }

    private Containers.Running serve(Containers container) {
        licensing.measures = Set.of(Measure.REQUEST_BYTES);
        var filter = licensing.filterBuilder().build();
        return container.start(List.of(filter), Map.of("/f/*", new Fields(), "/p/*", new Parts()));
    }
}
