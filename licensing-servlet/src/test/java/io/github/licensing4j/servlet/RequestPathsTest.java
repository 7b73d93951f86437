package io.github.licensing4j.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.RequestPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestPathsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/                          | /",
                "//                         | /",
                "/v1/export/csv             | /v1/export/csv",
                "/v1/export/csv/            | /v1/export/csv",
                "/v1/export/csv//           | /v1/export/csv",
                "//v1///export/csv          | /v1/export/csv",
                "/v1;x/export;a=b;c/csv;d   | /v1/export/csv",
                "/v1/;x/export/csv          | /v1/export/csv",
                "/v1/export/csv;jsession=1/ | /v1/export/csv",
                "/%76%31/export/csv         | /v1/export/csv",
                "/V1/Export                 | /V1/Export",
                "/.well-known/x             | /.well-known/x",
                "/a/...                     | /a/...",
                "/100%25                    | /100%",
                "/100%2541                  | /100%41",
                "/caf%C3%A9                 | /café",
                "/a%20b                     | /a b",
                "/a+b                       | /a+b",
            })
    void normalizesEverySpelling(String raw, String canonical) {
        assertThat(RequestPaths.of(raw)).isEqualTo(new RequestPath.Canonical(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/export%2fcsv",
                "/v1/export%2Fcsv",
                "/v1%5cexport",
                "/v1%5Cexport",
                "/v1\\export",
                "/v1/./export",
                "/v1/../export",
                "/v1/export/.",
                "/v1/export/..",
                "/v1/%2e/export",
                "/v1/.%2E/export",
                "/v1/..;x/export",
                "/v1/.;/export",
                "/v1/export%00",
                "/v1/export\u0000",
                "/v1/export%",
                "/v1/export%4",
                "/v1/export%zz",
                "/v1/export%c0%af",
                "/v1/%c3",
                "/v1/%ff",
                "/v1/%ed%a0%80",
                "/v1/export%252fcsv",
                "/v1/%252e%252e/export",
                "/v1/export%255c",
                "/v1/export%2500",
                "/v1/export%3Bx",
                "/v1/caf\u00e9",
                "/v1/a b",
                "v1/export",
                "/v1/export;a=%2f",
                "/v1/export;a=\\",
            })
    void reportsAmbiguousPaths(String raw) {
        assertThat(RequestPaths.of(raw)).isInstanceOf(RequestPath.Ambiguous.class);
    }

    @Test
    void anEmptyPathIsTheRoot() {
        assertThat(RequestPaths.of("")).isEqualTo(new RequestPath.Canonical("/"));
    }
}
