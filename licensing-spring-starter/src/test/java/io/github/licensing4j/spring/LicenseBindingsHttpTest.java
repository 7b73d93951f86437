package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.servlet.CallerOrganisation;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Licenses that are bound to callers, over HTTP. */
class LicenseBindingsHttpTest {
    private static final String ADMIN = "administrator-of-these-tests-0123456789";

    /** The organisations of the sessions of the host. */
    private static final Map<String, String> SESSIONS =
            Map.of("session-o1", "o1", "session-o2", "o2", "session-o3", "o3");

    private static Host host;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Cities.class)
    static class Application {
        @Bean
        CallerOrganisation organisation() {
            return request -> SESSIONS.get(String.valueOf(request.getHeader("Session")));
        }
    }

    @RestController
    static class Cities {
        @GetMapping("/cities")
        String cities() {
            return "berlin";
        }
    }

    @BeforeAll
    static void start() {
        host = Host.start(Application.class, Host.WITHOUT_SECURITY, "licensing.admin.token=" + ADMIN);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return host.send(host.request("/licensing/v1" + path)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String license(String bind) throws Exception {
        HttpResponse<String> created = admin(
                "POST",
                "/licenses",
                "{\"customer\":\"acme\",\"plan\":\"free@1\",\"expires\":\"2990-01-01T00:00:00Z\"" + bind + "}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(json(created).at("/expiresAt").asString()).isEqualTo("2990-01-01T00:00:00Z");
        return json(created).at("/id").asString();
    }

    private static String key(String license) throws Exception {
        return json(admin("POST", "/licenses/" + license + "/keys", "{}"))
                .at("/key")
                .asString();
    }

    private static HttpResponse<String> call(String key, String device, String organisation) throws Exception {
        return host.send(host.request("/cities")
                .header("X-API-Key", key)
                .header("License-Device", device)
                .header("Session", "session-" + organisation)
                .GET());
    }

    private static JsonNode patched(String license, String body) throws Exception {
        HttpResponse<String> patched = admin("PATCH", "/licenses/" + license, body);
        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        assertThat(json(admin("GET", "/licenses/" + license, "")).get("bind"))
                .isEqualTo(json(patched).get("bind"));
        return json(patched);
    }

    @Test
    void createsShowsAndUpdatesBindings() throws Exception {
        String license = license(",\"bind\":{\"devices\":[\"laptop\"]}");
        String key = key(license);
        assertThat(call(key, "laptop", "o1").statusCode()).isEqualTo(200);
        assertThat(call(key, "phone", "o1").statusCode()).isEqualTo(403);
        JsonNode more =
                patched(license, "{\"bind\":{\"organisations\":[\"o2\",\"o1\"],\"ips\":[\"127.0.0.0/8\",\"::1\"]}}");
        assertThat(more.get("bind").toString())
                .isEqualTo("{\"ips\":[\"127.0.0.0/8\",\"::1\"],\"organisations\":[\"o1\",\"o2\"]}");
        assertThat(call(key, "phone", "o1").statusCode()).isEqualTo(200);
        assertThat(call(key, "phone", "o3").statusCode()).isEqualTo(403);
        assertThat(call(key, "phone", "").statusCode()).isEqualTo(403);
        assertThat(patched(license, "{\"expires\":null}").get("bind")).isEqualTo(more.get("bind"));
        assertThat(patched(license, "{\"bind\":null}").get("bind")).isNull();
        assertThat(call(key, "phone", "o3").statusCode()).isEqualTo(200);
        assertThat(patched(license, "{\"bind\":{}}").get("bind")).isNull();
    }

    @Test
    void refusalShowsNoBoundValue() throws Exception {
        String key = key(license(
                ",\"bind\":{\"devices\":[\"d-secret\"],\"users\":[\"u-secret\"],\"ips\":[\"198.51.100.0/24\"]}"));
        HttpResponse<String> refused = call(key, "laptop", "o1");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).at("/code").asString()).isEqualTo("binding-mismatch");
        assertThat(refused.body()).doesNotContain("secret", "198.51.100");
        assertThat(refused.headers().map().toString()).doesNotContain("secret", "198.51.100");
    }

    @Test
    void refusesExchangeOutsideBindings() throws Exception {
        String license = license(",\"bind\":{\"organisations\":[\"o1\"]}");
        String key = key(license);
        assertThat(exchange(key, "o2").statusCode()).isEqualTo(401);
        HttpResponse<String> exchanged = exchange(key, "o1");
        assertThat(exchanged.statusCode()).as(exchanged.body()).isEqualTo(200);
    }

    private static HttpResponse<String> exchange(String key, String organisation) throws Exception {
        return host.send(host.request("/licensing/v1/token")
                .header("X-API-Key", key)
                .header("Session", "session-" + organisation)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
    }

    @Test
    void bindsKeysToOrganisations() throws Exception {
        String license = license("");
        HttpResponse<String> created =
                admin("POST", "/licenses/" + license + "/keys", "{\"bind\":{\"organisations\":[\"o1\"]}}");
        assertThat(json(created).at("/bind/organisations/0").asString()).isEqualTo("o1");
        String key = json(created).at("/key").asString();
        assertThat(call(key, "laptop", "o1").statusCode()).isEqualTo(200);
        assertThat(call(key, "laptop", "o2").statusCode()).isEqualTo(403);
        HttpResponse<String> token = admin(
                "POST", "/licenses/" + license + "/tokens", "{\"ttl\":\"PT1H\",\"bind\":{\"organisations\":[\"o1\"]}}");
        String minted = json(token).at("/token").asString();
        assertThat(bearer(minted, "o1")).isEqualTo(200);
        assertThat(bearer(minted, "o2")).isEqualTo(403);
    }

    private static int bearer(String token, String organisation) throws Exception {
        return host.send(host.request("/cities")
                        .header("Authorization", "Bearer " + token)
                        .header("Session", "session-" + organisation)
                        .GET())
                .statusCode();
    }

    @Test
    void rejectsInvalidBindings() throws Exception {
        String license = license("");
        HttpResponse<String> range = admin("PATCH", "/licenses/" + license, "{\"bind\":{\"ips\":[\"10.0.0.0/33\"]}}");
        assertThat(range.statusCode()).isEqualTo(422);
        assertThat(range.body()).contains("bind.ips").doesNotContain("10.0.0.0/33");
        HttpResponse<String> unknown = admin("PATCH", "/licenses/" + license, "{\"bind\":{\"hosts\":[\"a\"]}}");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("bind.hosts", "devices, ips, organisations, users");
        HttpResponse<String> created = admin(
                "POST", "/licenses", "{\"customer\":\"acme\",\"plan\":\"free@1\",\"start\":\"2990-01-01T00:00:00Z\"}");
        assertThat(created.statusCode()).isEqualTo(422);
        assertThat(created.body())
                .contains("anchor, bind, customer, expires, external, overrides, plan, reason, starts, trial, zone");
    }
}
