package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.admin.InvalidFieldException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** A body is refused with a status of the caller's fault, or every member gives its value or says what was expected. */
final class AdminBodyFuzz {
    private static final Set<String> KNOWN = Set.of("a", "b", "c");

    @FuzzTest(maxDuration = "25s")
    void refusesOrReads(byte[] rest) throws IOException {
        String text = new String(rest, StandardCharsets.ISO_8859_1);
        read(rest);
        read(("{\"a\":" + text + "}").getBytes(StandardCharsets.UTF_8));
        read(("{\"a\":\"x\",\"b\":[\"y\"" + text).getBytes(StandardCharsets.UTF_8));
    }

    private static void read(byte[] bytes) throws IOException {
        Body body;
        try {
            body = Json.body(request(bytes), KNOWN);
        } catch (FailureException refused) {
            assertThat(refused.failure().status()).isIn(400, 413);
            return;
        } catch (InvalidFieldException unknown) {
            assertThat(unknown.expected()).isNotBlank();
            return;
        }
        for (String name : KNOWN) {
            asks(() -> body.optionalText(name));
            asks(() -> body.flag(name));
            asks(() -> body.list(name));
            asks(() -> body.textMap(name));
            asks(() -> body.object(name, KNOWN));
            asks(() -> body.parsed(name, "a time", Duration::parse));
            asks(() -> printedAgain(body, name));
        }
    }

    /** What is passed on as JSON reads back as it was. */
    private static void printedAgain(Body body, String name) {
        String json = body.json(name, Json.MAPPER);
        if (json != null) {
            Object read = Json.MAPPER.readValue(json, Object.class);
            assertThat(Json.MAPPER.writeValueAsString(read)).isEqualTo(json);
        }
    }

    private static void asks(Runnable question) {
        try {
            question.run();
        } catch (InvalidFieldException refused) {
            assertThat(refused.expected()).isNotBlank();
        }
    }

    private static HttpServletRequest request(byte[] bytes) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                AdminBodyFuzz.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getInputStream" -> new Bytes(bytes);
                    case "getContentType" -> "application/json";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static final class Bytes extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Bytes(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
