package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.RequestPath;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A path is ambiguous or has one spelling: no other way to write it is taken for something else. */
final class RequestPathsFuzz {
    private static final List<String> PIECES = List.of(
            "/", "//", ".", "..", "%2e", "%2E", "%2f", "%5c", "\\", ";", ";x=1", "%3b", "%25", "%252e", "%00", "a",
            "v1", "%41", "%c3%a9", "%c0%ae", "%", " ", "é", "\uD800");

    @FuzzTest(maxDuration = "25s")
    void oneSpellingOrNone(FuzzedDataProvider data) {
        String raw = path(data);
        if (!(RequestPaths.of(raw) instanceof RequestPath.Canonical path)) {
            return;
        }
        String value = path.value();
        assertThat(value).startsWith("/").doesNotContain("//", "\\", ";", "\0");
        assertThat(value.equals("/") || !value.endsWith("/")).isTrue();
        assertThat(List.of(value.split("/"))).doesNotContain(".", "..");
        assertThat(RequestPaths.of(encoded(value))).as("printed and read").isEqualTo(path);
        if (!raw.isEmpty()) {
            assertThat(RequestPaths.of(raw + "/")).isEqualTo(path);
            assertThat(RequestPaths.of(raw + ";x=1")).isEqualTo(path);
            assertThat(RequestPaths.of("/" + raw)).isEqualTo(path);
        }
    }

    private static String path(FuzzedDataProvider data) {
        if (data.consumeBoolean()) {
            return data.consumeRemainingAsString();
        }
        var raw = new StringBuilder("/");
        while (data.remainingBytes() > 0 && raw.length() < 200) {
            raw.append(data.pickValue(PIECES));
        }
        return raw.toString();
    }

    /** Everything but slashes in percent-encoding, which means the same. */
    private static String encoded(String path) {
        var text = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            text.append(octet == '/' ? "/" : String.format("%%%02X", octet & 0xff));
        }
        return text.toString();
    }
}
