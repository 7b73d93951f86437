package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Conditions of the catalog over HTTP. */
class ConditionalHttpTest {
    private static final String CATALOG = """
            catalog: host
            plans:
              free@1:
                limits:
                  monthly: { kind: quota, meter: calls, amount: 100, per: P1M }
                  eu: { kind: quota, meter: calls, amount: 1, per: P1M, headers: [X-Region], when: "'x-region' in headers && headers['x-region'] == 'eu'" }
            endpoints:
              - match: "GET /cities/{id}"
                when: path.id != 'atlantis' && credential.kind == 'license-token' && customer.id == 'acme'
              - match: "GET /regions/{id}"
                headers: [x-region]
                when: headers['x-region'] == path.id
            """;

    @TempDir
    Path dir;

    private Host host;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Cities.class)
    static class Application {}

    @RestController
    static class Cities {
        @GetMapping({"/cities/{id}", "/regions/{id}"})
        String city(@PathVariable String id) {
            return id;
        }
    }

    @BeforeEach
    void start() throws IOException {
        Path catalog = Files.writeString(dir.resolve("licensing.yaml"), CATALOG);
        host = Host.start(Application.class, Host.WITHOUT_SECURITY, "licensing.catalog.location=" + catalog.toUri());
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private HttpResponse<String> get(String path, String token, String region) throws Exception {
        return host.send(
                host.request(path).header("Authorization", "Bearer " + token).header("X-Region", region));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cities/atlantis", "/cities/atlantis/", "/cities/%61tlantis"})
    void refusesWhatDoesNotMeetTheCondition(String path) throws Exception {
        HttpResponse<String> refused = host.get(path, host.token("free@1"));

        if (path.endsWith("/")) {
            // Not routed by Spring MVC, so that nothing is decided.
            assertThat(refused.statusCode()).isEqualTo(404);
            return;
        }
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.body())
                .contains("\"code\":\"condition-not-met\"", "\"title\":\"Condition not met\"", "\"plan\":\"free@1\"")
                .doesNotContain("path.id", "license-token");
    }

    @Test
    void refusedCallIsNotCounted() throws Exception {
        String token = host.token("free@1");
        assertThat(host.get("/cities/atlantis", token).statusCode()).isEqualTo(403);
        assertThat(Host.left(host.get("/cities/berlin", token))).isEqualTo(99);
    }

    @Test
    void readsHeaderFields() throws Exception {
        String token = host.token("free@1");
        assertThat(get("/regions/us", token, "us").statusCode()).isEqualTo(200);
        assertThat(get("/regions/us", token, "asia").statusCode()).isEqualTo(403);
        assertThat(host.get("/regions/us", token).statusCode()).isEqualTo(403);
    }

    @Test
    void headersShowLimitsThatCountTheCall() throws Exception {
        String token = host.token("free@1");
        HttpResponse<String> plain = host.get("/cities/berlin", token);
        HttpResponse<String> european = get("/cities/berlin", token, "eu");
        HttpResponse<String> refused = get("/cities/berlin", token, "eu");
        HttpResponse<String> after = host.get("/cities/berlin", token);

        assertThat(rateLimit(plain))
                .hasValueSatisfying(
                        field -> assertThat(field).contains("\"monthly\";r=99").doesNotContain("\"eu\""));
        assertThat(rateLimit(european))
                .hasValueSatisfying(field -> assertThat(field).contains("\"monthly\";r=98", "\"eu\";r=0"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"code\":\"quota-exhausted\"", "\"name\":\"eu\"");
        assertThat(Host.left(after)).isEqualTo(97);
        HttpResponse<String> me = host.get("/licensing/v1/me", token);
        assertThat(me.body()).contains("\"name\":\"eu\"", "\"name\":\"monthly\"");
    }

    private static Optional<String> rateLimit(HttpResponse<String> answer) {
        return answer.headers().firstValue("RateLimit");
    }
}
