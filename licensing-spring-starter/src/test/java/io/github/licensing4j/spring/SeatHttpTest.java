package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Seats over HTTP: of calls, of administrators and of callers themselves. */
class SeatHttpTest {
    private static final String ADMIN = "administrator-of-these-tests-0123456789";
    private static final String CATALOG = """
            catalog: host
            plans:
              team@1:
                limits:
                  desks: { kind: seats, of: device, max: 2, lease: PT1H }
              office@1:
                limits:
                  desks: { kind: seats, of: device, max: 1, assign: admin, cool-down: P7D }
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
        @GetMapping("/cities")
        String cities() {
            return "berlin";
        }
    }

    @BeforeEach
    void start() throws IOException {
        Path catalog = Files.writeString(dir.resolve("licensing.yaml"), CATALOG);
        host = Host.start(
                Application.class,
                Host.WITHOUT_SECURITY,
                "licensing.admin.token=" + ADMIN,
                "licensing.catalog.location=" + catalog.toUri());
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return host.send(host.request("/licensing/v1" + path)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> caller(String method, String path, String key, String device) throws Exception {
        return host.send(host.request(path)
                .header("X-API-Key", key)
                .header("License-Device", device)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(method.equals("DELETE") ? "{}" : "")));
    }

    private int call(String key, String device) throws Exception {
        return caller("GET", "/cities", key, device).statusCode();
    }

    private static String text(HttpResponse<String> answer, String pointer) {
        return JsonMapper.shared().readTree(answer.body()).at(pointer).asString();
    }

    private String license(String plan) throws Exception {
        return text(admin("POST", "/licenses", "{\"customer\":\"acme\",\"plan\":\"" + plan + "\"}"), "/id");
    }

    private String key(String license) throws Exception {
        return text(admin("POST", "/licenses/" + license + "/keys", "{}"), "/key");
    }

    @Test
    void refusesThirdDeviceOfTwo() throws Exception {
        String key = key(license("team@1"));
        assertThat(call(key, "laptop")).isEqualTo(200);
        assertThat(call(key, "phone")).isEqualTo(200);
        HttpResponse<String> refused = caller("GET", "/cities", key, "tablet");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
        assertThat(refused.body())
                .contains("\"code\":\"seat-limit-reached\"", "\"name\":\"desks\"", "\"amount\":2", "\"used\":2")
                .doesNotContain("laptop", "phone", "tablet");
        assertThat(call(key, "laptop")).isEqualTo(200);
    }

    @Test
    void callerSeesRenewsAndReleasesItsOwnSeat() throws Exception {
        String license = license("team@1");
        String key = key(license);
        HttpResponse<String> renewed = caller("POST", "/licensing/v1/me/seats", key, "laptop");
        assertThat(renewed.statusCode()).isEqualTo(200);
        assertThat(text(renewed, "/limits/0/seat/holder")).isEqualTo("laptop");
        assertThat(text(renewed, "/limits/0/seat/expiresAt")).isNotEmpty();
        assertThat(call(key, "phone")).isEqualTo(200);
        HttpResponse<String> full = caller("POST", "/licensing/v1/me/seats", key, "tablet");
        assertThat(full.statusCode()).isEqualTo(403);
        assertThat(full.body()).contains("seat-limit-reached");
        assertThat(caller("DELETE", "/licensing/v1/me/seats", key, "tablet").statusCode())
                .isEqualTo(404);

        HttpResponse<String> me = caller("GET", "/licensing/v1/me", key, "laptop");
        assertThat(text(me, "/limits/0/used")).isEqualTo("2");
        assertThat(me.body()).contains("laptop").doesNotContain("phone");

        HttpResponse<String> released = caller("DELETE", "/licensing/v1/me/seats", key, "laptop");
        assertThat(released.statusCode()).isEqualTo(200);
        assertThat(text(released, "/state")).isEqualTo("cooling-down");
        assertThat(call(key, "tablet")).isEqualTo(200);
        assertThat(call(key, "laptop")).isEqualTo(403);
        assertThat(admin("GET", "/audit?license=" + license, "").body()).contains("seat.released", "caller/");
    }

    @Test
    void administratorAssignsListsAndReleases() throws Exception {
        String license = license("office@1");
        String key = key(license);
        String seats = "/licenses/" + license + "/seats";
        assertThat(call(key, "laptop")).isEqualTo(403);
        HttpResponse<String> assigned = admin("POST", seats, "{\"holder\":\"laptop\"}");
        assertThat(assigned.statusCode()).isEqualTo(201);
        assertThat(text(assigned, "/state")).isEqualTo("held");
        assertThat(call(key, "laptop")).isEqualTo(200);
        assertThat(admin("POST", seats, "{\"holder\":\"phone\"}").statusCode()).isEqualTo(409);
        assertThat(admin("POST", seats, "{\"holder\":\"\"}").statusCode()).isEqualTo(422);
        assertThat(admin("POST", seats, "{\"holder\":\"phone\",\"limit\":\"chairs\"}")
                        .body())
                .contains("[desks]");
        assertThat(caller("DELETE", "/licensing/v1/me/seats", key, "laptop").statusCode())
                .as("assigned by administrators")
                .isEqualTo(409);
        assertThat(text(admin("GET", seats, ""), "/seats/0/holder")).isEqualTo("laptop");
        HttpResponse<String> released = admin("DELETE", seats, "{\"holder\":\"laptop\",\"reason\":\"left\"}");
        assertThat(text(released, "/state")).isEqualTo("cooling-down");
        assertThat(call(key, "laptop")).isEqualTo(403);
        assertThat(admin("DELETE", seats, "{\"holder\":\"laptop\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void administratorsAreNeededForSeatsOfOthers() throws Exception {
        String license = license("team@1");
        String key = key(license);
        HttpResponse<String> refused = caller("GET", "/licensing/v1/licenses/" + license + "/seats", key, "laptop");
        assertThat(refused.statusCode()).isEqualTo(401);
    }
}
