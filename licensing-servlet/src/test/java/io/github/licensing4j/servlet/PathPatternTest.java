package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathPatternTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/**, /v1, true",
        "/v1/**, /v1/a/b, true",
        "/v1/**, /v10, false",
        "/**, /, true",
        "/**, /a/b, true",
        "/v1/*, /v1/a, true",
        "/v1/*, /v1/a/b, false",
        "/v1/*, /v1, false",
        "/v1/*.csv, /v1/a.csv, true",
        "/v1/*.csv, /v1/a.csv.json, false",
        "/a*b*c, /axxbyyc, true",
        "/**/export, /v1/x/export, true",
        "/**/export, /export, true",
        "/**/export, /export/x, false",
        "/status, /status, true",
        "/status, /Status, false",
        "/status, /status/x, false",
    })
    void matchesWholePaths(String pattern, String path, boolean matches) {
        assertThat(PathPattern.parse(pattern).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "", "/v1/**x"})
    void rejectsMalformedPatterns(String pattern) {
        assertThatThrownBy(() -> PathPattern.parse(pattern))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("'" + pattern + "'");
    }
}
