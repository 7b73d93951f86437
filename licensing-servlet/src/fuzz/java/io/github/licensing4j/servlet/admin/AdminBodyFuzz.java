package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tests that a body is refused with a status of the client's error, or read as its record. */
final class AdminBodyFuzz {

    /** Has a member of every kind. */
    record Sample(
            @Nullable String a,
            @Nullable BigDecimal number,
            @Whole(max = 255) @Nullable Integer whole,
            List<String> list,
            Map<String, String> map,
            @Nullable Inner inner,
            @Nullable Overrides free,
            Patch<Duration> patch,
            @Nullable String reason)
            implements Request {}

    record Inner(@Nullable Boolean flag) {}

    @FuzzTest(maxDuration = "25s")
    void refusesOrReads(byte[] rest) throws IOException {
        String text = new String(rest, StandardCharsets.ISO_8859_1);
        read(rest);
        for (String member : List.of("a", "number", "whole", "list", "map", "inner", "free", "patch")) {
            read(("{\"" + member + "\":" + text + "}").getBytes(StandardCharsets.UTF_8));
        }
        read(("{\"a\":\"x\",\"list\":[\"y\"" + text).getBytes(StandardCharsets.UTF_8));
    }

    private static void read(byte[] bytes) throws IOException {
        try {
            RequestBody<Sample> body = Json.body(request(bytes), Sample.class);
            Overrides free = body.value().free();
            if (free != null) {
                assertThat(Json.MAPPER.readTree(free.text())).isEqualTo(free.members());
            }
        } catch (FailureException refused) {
            assertThat(refused.failure().status()).isIn(400, 413);
        } catch (InvalidFieldException refused) {
            assertThat(refused.expected()).isNotBlank();
        }
    }

    private static HttpServletRequest request(byte[] bytes) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                AdminBodyFuzz.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getInputStream" -> new BodyStream(bytes);
                    case "getContentType" -> "application/json";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
