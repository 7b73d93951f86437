package io.github.licensing4j.spring.springdoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.licensing4j.core.LicensingEngine;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares what the API document says of refusals with the responses of refused calls, for every operation. */
@Tag("4.5.7")
class DescribedRefusalsTest {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Set<String> FIELDS = Set.of(
            "www-authenticate",
            "dpop-nonce",
            "retry-after",
            "ratelimit",
            "ratelimit-policy",
            "x-ratelimit-limit",
            "x-ratelimit-remaining",
            "x-ratelimit-reset",
            "cache-control");

    @TempDir
    Path dir;

    /** An operation of the document. */
    private record Documented(String method, String path, JsonNode operation) {}

    private record Calls(DescribedHost host, JsonNode document) {}

    private static List<Documented> operations(JsonNode document) {
        List<Documented> all = new ArrayList<>();
        document.get("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    if (operation.has("x-licensing")) {
                        all.add(new Documented(method.toUpperCase(Locale.ROOT), path, operation));
                    }
                }));
        return all;
    }

    @Test
    void refusedCallsAreAnsweredAsDescribed() throws Exception {
        try (DescribedHost host = DescribedHost.start(dir, DescribedHost.App.class)) {
            check(host, Set.of("RateLimit", "RateLimit-Policy"));
        }
    }

    @Test
    void headerFieldsFollowTheSetting() throws Exception {
        try (DescribedHost host = DescribedHost.start(dir, DescribedHost.App.class, "licensing.headers=x-ratelimit")) {
            check(host, Set.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"));
        }
    }

    private static void check(DescribedHost host, Set<String> limitFields) throws Exception {
        JsonNode document = host.document();
        List<Documented> operations = operations(document);
        var calls = new Calls(host, document);
        assertThat(operations).hasSizeGreaterThan(6);
        JsonNode tooMany = document.at("/components/responses/LicensingLimitExceeded/headers");
        assertThat(tooMany.propertyNames()).containsAll(limitFields);

        String used = host.key(host.license("used", "free@1"), "reports.write", "any.write");
        assertThat(host.call("GET", "/v1/export/2026/a/", used).statusCode()).isEqualTo(200);
        String bare = host.key(host.license("bare", "bare@1"));
        String overdueKey = host.key(overdue(host));
        String suspendedKey = host.key(suspended(host));
        for (Documented each : operations) {
            compare(calls, each, null, 401);
            compare(calls, each, "lk_live_wrong", 401);
            compare(calls, each, overdueKey, 402);
            compare(calls, each, suspendedKey, 403);
            compare(calls, each, used, 429);
            JsonNode wanted = each.operation.get("x-licensing");
            boolean passes = !wanted.has("features") && !wanted.has("scopes") && !wanted.has("anyOf");
            compare(calls, each, bare, passes ? 200 : 403);
        }
        host.bean(LicensingEngine.class).close();
        for (Documented each : operations) {
            compare(calls, each, used, 503);
        }
    }

    private static String overdue(DescribedHost host) {
        String overdue = host.license("overdue", "free@1");
        host.admin().licenses().pastDue(overdue, DescribedHost.BY);
        return overdue;
    }

    private static String suspended(DescribedHost host) {
        String suspended = host.license("suspended", "free@1");
        host.admin().licenses().suspend(suspended, DescribedHost.BY);
        return suspended;
    }

    /** Compares the response of one call with the status that it must have and with the document. */
    private static void compare(Calls calls, Documented documented, String key, int status) throws Exception {
        String path = documented.path.replace("{year}", "2026").replace("{name}", "a");
        HttpResponse<String> actual = calls.host.call(documented.method, path + "?name=a", key);
        String name = documented.method + " " + documented.path + " " + status;
        assertThat(actual.statusCode()).as(name).isEqualTo(status);
        JsonNode response = documented.operation.at("/responses/" + status);
        assertThat(response.isMissingNode()).as(name).isFalse();
        if (response.has("$ref")) {
            compareResponse(
                    calls.document,
                    calls.document.at(response.get("$ref").asString().substring(1)),
                    actual,
                    name);
        } else {
            assertThat(response.get("description").asString()).as(name).isIn("OK", "Of the host.", "Written.");
        }
    }

    private static void compareResponse(
            JsonNode document, JsonNode response, HttpResponse<String> actual, String name) {
        Set<String> documented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        response.get("headers").forEachEntry((field, header) -> {
            documented.add(field);
            if (header.path("required").asBoolean(false)) {
                assertThat(actual.headers().firstValue(field))
                        .as(name + " " + field)
                        .isPresent();
            }
        });
        actual.headers().map().keySet().stream()
                .filter(field -> FIELDS.contains(field.toLowerCase(Locale.ROOT)))
                .forEach(field -> assertThat(documented).as(name).contains(field));
        compareBody(document, response, actual, name);
    }

    private static void compareBody(JsonNode document, JsonNode response, HttpResponse<String> actual, String name) {
        String type = actual.headers().firstValue("Content-Type").orElseThrow();
        assertThat(response.get("content").propertyNames()).as(name).containsExactly(type);
        if (actual.body().isEmpty()) {
            assertThat(name).contains("HEAD");
            return;
        }
        JsonNode reference = response.get("content").get(type).get("schema").get("$ref");
        JsonNode schema = document.at(reference.asString().substring(1));
        JsonNode body = JsonMapper.shared().readTree(actual.body());
        assertThat(REGISTRY.getSchema(schema).validate(body)).as(name).isEmpty();
        assertThat(schema.get("properties").propertyNames()).as(name).containsAll(body.propertyNames());
        body.forEachEntry((member, value) -> {
            if (value.isObject()) {
                assertThat(schema.at("/properties/" + member + "/properties").propertyNames())
                        .as(name)
                        .containsAll(value.propertyNames());
            }
        });
        assertThat(body.get("status").asInt()).isEqualTo(actual.statusCode());
    }
}
