package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.EndpointReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests which endpoints are reported to need a license. */
@Tag("4.5.8")
class EndpointCountTest {

    @RestController
    static class Pages {
        @GetMapping("/v1/report")
        String report() {
            return "report";
        }

        @GetMapping("/open/page")
        String page() {
            return "page";
        }

        @GetMapping("/mixed/{name}")
        String mixed() {
            return "mixed";
        }
    }

    @EnableAutoConfiguration
    @Import(Pages.class)
    static class App {}

    @Test
    void excludedPathsNeedNoLicense() throws Exception {
        try (Host host =
                Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.filter.exclude=/open/**,/mixed/public")) {
            EndpointReport report = host.bean(EndpointRegistrar.class).report();
            assertThat(entry(report, "/open/page").requirement()).isNull();
            assertThat(EndpointLines.of(entry(report, "/open/page")))
                    .containsEntry("exempt", "outside of licensing.filter");
            assertThat(entry(report, "/v1/report").requirement()).isNotNull();
            assertThat(entry(report, "/mixed/{name}").requirement()).isNotNull();
            assertThat(report.warnings())
                    .contains(
                            "GET /mixed/{name} (Pages#mixed) is partly outside of licensing.filter: the paths outside need"
                                    + " no license");
            assertThat(host.get("/open/page").statusCode()).isEqualTo(200);
            assertThat(host.get("/mixed/public").statusCode()).isEqualTo(200);
            assertThat(host.get("/mixed/other").statusCode()).isEqualTo(401);
        }
    }

    private static EndpointReport.Entry entry(EndpointReport report, String pattern) {
        return report.entries().stream()
                .filter(entry -> entry.endpoint().pattern().equals(pattern))
                .findAny()
                .orElseThrow();
    }
}
