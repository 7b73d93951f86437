package io.github.licensing4j.spring;

import static io.github.licensing4j.spring.Host.left;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.RequiresFeature;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests which paths are outside the license check, on a real server. */
class CoverageTest {
    private static Host host;

    @BeforeAll
    static void start() {
        host = Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.filter.exclude=/excluded/**");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @RestController
    @CrossOrigin("https://app.example")
    @RequiresFeature("report.read")
    static class Reports {
        @GetMapping("/report")
        String read() {
            return "read";
        }

        @GetMapping("/open")
        @LicenseExempt(reason = "public")
        String open() {
            return "open";
        }

        @GetMapping("/excluded/page")
        @LicenseExempt(reason = "outside of the filter")
        String excluded() {
            return "excluded";
        }
    }

    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {}

    @Test
    void leavesPreflightToCors() throws Exception {
        HttpResponse<String> preflight = host.send(host.request("/report")
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "GET")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("https://app.example");
    }

    @Test
    void aBrowserCanReadARefusal() throws Exception {
        HttpResponse<String> refused = host.send(host.request("/report").header("Origin", "https://app.example"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://app.example");
    }

    @Test
    void chargesNothingForSpringOptions() throws Exception {
        HttpResponse<String> options = host.send(host.request("/report").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("Allow").orElse("")).contains("GET");
    }

    @Test
    void countsHeadAsItsGet() throws Exception {
        String free = host.token("free@1");
        HttpResponse<String> head = host.send(host.request("/report")
                .header("Authorization", "Bearer " + free)
                .method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(left(head)).isEqualTo(99);
    }

    @Test
    void appliesOnlyRulesToStaticFiles() throws Exception {
        assertThat(host.get("/open.txt").statusCode()).isEqualTo(200);
        assertThat(host.get("/files/paid.txt").statusCode()).isEqualTo(401);
        assertThat(host.get("/files/paid.txt", host.token("free@1")).statusCode())
                .isEqualTo(403);
        assertThat(host.get("/files/paid.txt", host.token("pro@1")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void matchesRulesOnMappedPath() throws Exception {
        try (Host elsewhere = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "server.servlet.context-path=/shop",
                "spring.mvc.servlet.path=/api")) {
            assertThat(elsewhere.get("/shop/api/open").statusCode()).isEqualTo(200);
            assertThat(elsewhere
                            .get("/shop/api/files/paid.txt", elsewhere.token("free@1"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(left(elsewhere.get("/shop/api/report", elsewhere.token("free@1"))))
                    .isEqualTo(99);
        }
    }

    @Test
    void ignoresExcludedPaths() throws Exception {
        assertThat(host.get("/excluded/page").body()).isEqualTo("excluded");
        assertThat(host.get("/excluded/%2e%2e/report").statusCode()).isEqualTo(400);
    }

    @Test
    void keepsActuatorAndErrorPageOutside() throws Exception {
        try (Host wide =
                Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.catalog.location=classpath:wide.yaml")) {
            assertThat(wide.get("/actuator/health").statusCode()).isEqualTo(200);
            assertThat(wide.get("/error").body()).doesNotContain("credential-missing");
            assertThat(wide.get("/open").statusCode()).isEqualTo(401);
            assertThat(left(wide.get("/report", wide.token("free@1")))).isEqualTo(98);
        }
    }
}
