package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.RequiresFeature;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Licenses managed over HTTP alone, on a real server, while their holders call. */
class ManagementTest {
    private static final String ADMIN = "0123456789abcdef0123456789abcdef";
    private static Host host;

    @BeforeAll
    static void start() {
        host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.catalog.location=classpath:managed.yaml",
                "licensing.tokens.refresh=true",
                "licensing.admin.token=" + ADMIN);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @RestController
    static class Reports {
        @GetMapping("/write")
        @RequiresFeature("report.write")
        String write() {
            return "written";
        }
    }

    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {}

    @Test
    void aWholeBusinessDayOverHttp() throws Exception {
        JsonNode license = made("/licenses", "{'customer':'acme','plan':'pro@1','trial':true}");
        assertThat(text(license, "state")).isEqualTo("trialing");
        String id = text(license, "id");
        JsonNode key = made("/licenses/" + id + "/keys", "{'name':'ci'}");
        String token = exchanged(text(key, "key"));
        assertThat(host.get("/write", token).statusCode()).isEqualTo(200);

        done("/licenses/" + id + "/suspend", "{'reason':'fraud'}");
        HttpResponse<String> refused = host.get("/write", token);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("\"code\":\"license-suspended\"");
        done("/licenses/" + id + "/reinstate", "");
        assertThat(host.get("/write", token).statusCode()).isEqualTo(200);

        assertThat(admin("DELETE", "/keys/" + text(key, "keyId"), "").statusCode())
                .isEqualTo(204);
        assertThat(host.get("/write", token).statusCode()).isEqualTo(401);
        assertThat(host.get("/write", text(key, "key")).statusCode()).isEqualTo(401);

        JsonNode old = made("/licenses/" + id + "/keys", "");
        JsonNode fresh = made("/keys/" + text(old, "keyId") + "/rotate", "{'overlap':'PT1H'}");
        assertThat(host.get("/write", text(old, "key")).statusCode()).isEqualTo(200);
        assertThat(host.get("/write", text(fresh, "key")).statusCode()).isEqualTo(200);

        String audit = admin("GET", "/audit?license=" + id, "").body();
        assertThat(audit)
                .contains("license.created", "key.created", "token.exchanged", "license.suspended", "fraud")
                .contains("license.reinstated", "key.revoked", "key.rotated")
                .doesNotContain(text(old, "key"), text(fresh, "key"), token);
        assertThat(admin("GET", "/audit/verify", "").body()).startsWith("{\"valid\":true,\"entries\":");
    }

    @Test
    void nobodyManagesWithoutTheToken() throws Exception {
        HttpResponse<String> bare = host.get("/licensing/v1/licenses");
        assertThat(bare.statusCode()).isEqualTo(401);
        assertThat(bare.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(host.get("/licensing/v1/licenses", ADMIN + "x").statusCode()).isEqualTo(401);
        assertThat(host.get("/licensing/v1/licenses", host.token("pro@1")).statusCode())
                .isEqualTo(401);
        assertThat(host.get("/licensing/v1/licenses?access_token=" + ADMIN).statusCode())
                .isEqualTo(401);
        try (Host closed = Host.start(App.class, Host.WITHOUT_SECURITY)) {
            assertThat(closed.get("/licensing/v1/licenses", ADMIN).statusCode()).isEqualTo(404);
            assertThat(closed.get("/.well-known/licensing-jwks.json").body()).contains("\"kty\":\"OKP\"");
        }
    }

    @Test
    void wrongInputIsToldWithItsField() throws Exception {
        assertProblem("{'plan':'pro@1'}", 422, "customer: it is required");
        assertProblem("{'customer':'acme','plan':'pro'}", 422, "plan: expected a plan version such as pro@1");
        assertProblem("{'customer':'acme','plan':'gold@1'}", 422, "expected one of free@1, pro@1");
        assertProblem("{'customer':'acme','plan':'pro@1','tier':1}", 422, "tier: there is no such member");
        assertProblem("{'customer':'acme','plan':'pro@1','customer':'b'}", 400, "not well-formed");
        assertProblem("{'customer':'acme','plan':'pro@1'", 400, "not well-formed");
        assertProblem("[]", 400, "no JSON object");
        assertProblem(
                "{'customer':'acme','plan':'pro@1','overrides':{'features':['+report.raed']}}",
                422,
                "did you mean 'report.read'");
        assertThat(admin("GET", "/licenses/lic_none", "").statusCode()).isEqualTo(404);
        HttpResponse<String> method = admin("DELETE", "/licenses/lic_none", "");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow")).hasValue("GET, PATCH");
        assertThat(admin("GET", "/nothing", "").statusCode()).isEqualTo(404);
    }

    private static void assertProblem(String body, int status, String detail) throws Exception {
        HttpResponse<String> answer = admin("POST", "/licenses", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(detail);
    }

    @Test
    void aRepeatedRequestMakesOneLicense() throws Exception {
        String body = "{'customer':'twice','plan':'pro@1'}";
        HttpResponse<String> first = admin("POST", "/licenses", body, "Idempotency-Key", "k1");
        HttpResponse<String> again = admin("POST", "/licenses", body, "Idempotency-Key", "k1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(admin("POST", "/licenses", "{'customer':'other','plan':'pro@1'}", "Idempotency-Key", "k1")
                        .statusCode())
                .isEqualTo(422);
        String id = text(json(first), "id");
        String keys = "/licenses/" + id + "/keys";
        JsonNode key = json(admin("POST", keys, "{}", "Idempotency-Key", "k2"));
        HttpResponse<String> repeated = admin("POST", keys, "{}", "Idempotency-Key", "k2");
        assertThat(repeated.statusCode()).isEqualTo(409);
        assertThat(repeated.body())
                .contains("already-created", text(key, "keyId"))
                .doesNotContain(text(key, "key"));
    }

    @Test
    void changesUnderTheRevisionThatWasRead() throws Exception {
        String id = text(made("/licenses", "{'customer':'etag','plan':'pro@1'}"), "id");
        String path = "/licenses/" + id;
        String tag = admin("GET", path, "").headers().firstValue("ETag").orElseThrow();
        assertThat(admin("PATCH", path, "{'external':{'crm':'42'}}", "If-Match", tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin("PATCH", path, "{'external':{'crm':'43'}}", "If-Match", tag)
                        .statusCode())
                .isEqualTo(412);
        assertThat(admin("GET", path, "").body()).contains("\"crm\":\"42\"");
    }

    @Test
    void listsInPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            made("/licenses", "{'customer':'paged','plan':'free@1'}");
        }
        JsonNode first = json(admin("GET", "/licenses?customer=paged&limit=3", ""));
        assertThat(first.get("licenses").size()).isEqualTo(3);
        JsonNode second = json(admin("GET", "/licenses?customer=paged&limit=3&cursor=" + text(first, "next"), ""));
        assertThat(second.get("licenses").size()).isEqualTo(2);
        assertThat(second.has("next")).isFalse();
        assertThat(admin("GET", "/licenses?state=broken", "").statusCode()).isEqualTo(422);
    }

    @Test
    void callersSeeTheirOwnLicenseFreeOfCharge() throws Exception {
        String id = text(made("/licenses", "{'customer':'me','plan':'free@1'}"), "id");
        String key = text(made("/licenses/" + id + "/keys", ""), "key");
        JsonNode me = json(host.get("/licensing/v1/me", key));
        assertThat(text(me, "license")).isEqualTo(id);
        assertThat(me.get("features").get(0).asString()).isEqualTo("report.read");
        assertThat(me.get("limits").get(0).get("used").asInt()).isZero();
        assertThat(host.get("/licensing/v1/me").statusCode()).isEqualTo(401);
        assertThat(json(admin("GET", "/licenses/" + id + "/limits", ""))
                        .get("limits")
                        .get(0)
                        .get("remaining")
                        .asInt())
                .isEqualTo(100);
    }

    @Test
    void exchangesKeysAndRefreshTokensAsOAuthDoes() throws Exception {
        String id = text(made("/licenses", "{'customer':'oauth','plan':'pro@1'}"), "id");
        String key = text(made("/licenses/" + id + "/keys", "{'scopes':['read']}"), "key");
        HttpResponse<String> first = token("grant_type=client_credentials", "X-API-Key", key);
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode granted = json(first);
        assertThat(text(granted, "token_type")).isEqualTo("Bearer");
        assertThat(granted.get("expires_in").asInt()).isEqualTo(900);
        assertThat(text(granted, "scope")).isEqualTo("read");
        String refresh = "grant_type=refresh_token&refresh_token=" + text(granted, "refresh_token");
        assertThat(token(refresh).statusCode()).isEqualTo(200);
        HttpResponse<String> reused = token(refresh);
        assertThat(reused.statusCode()).isEqualTo(400);
        assertThat(reused.body()).contains("\"error\":\"invalid_grant\"");
        assertThat(host.get("/write", text(granted, "access_token")).statusCode())
                .isEqualTo(401);
        assertThat(token("grant_type=client_credentials&scope=admin", "X-API-Key", key)
                        .body())
                .contains("invalid_scope");
        assertThat(token("grant_type=password", "X-API-Key", key).body()).contains("unsupported_grant_type");
        assertThat(token("grant_type=client_credentials").statusCode()).isEqualTo(401);
        String typo = key.substring(0, key.length() - 1) + (key.endsWith("x") ? "y" : "x");
        assertThat(token("grant_type=client_credentials", "X-API-Key", typo).statusCode())
                .isEqualTo(401);
    }

    @Test
    void readsChecksAndGuardsTheCatalog() throws Exception {
        HttpResponse<String> current = admin("GET", "/catalog", "");
        assertThat(current.body()).startsWith("catalog: managed");
        assertThat(admin("POST", "/catalog/check", current.body().replace("report.write]", "report.wrte]"))
                        .body())
                .contains("\"valid\":false", "did you mean 'report.write'");
        assertThat(admin("PUT", "/catalog", current.body()).statusCode()).isEqualTo(428);
        assertThat(admin("GET", "/openapi.json", "").body()).contains("\"openapi\": \"3.1.0\"");
    }

    private static JsonNode made(String path, String body) throws Exception {
        HttpResponse<String> answer = admin("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer);
    }

    private static void done(String path, String body) throws Exception {
        HttpResponse<String> answer = admin("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static HttpResponse<String> admin(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = host.request("/licensing/v1" + path)
                .method(method, BodyPublishers.ofString(path.startsWith("/catalog") ? body : body.replace('\'', '"')))
                .header("Authorization", "Bearer " + ADMIN);
        if (!body.isEmpty() && !path.startsWith("/catalog")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return host.send(request);
    }

    private static String exchanged(String key) throws Exception {
        return text(json(token("grant_type=client_credentials", "X-API-Key", key)), "access_token");
    }

    private static HttpResponse<String> token(String form, String... headers) throws Exception {
        var request = host.request("/licensing/v1/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return host.send(request);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String text(JsonNode node, String member) {
        return node.get(member).asString();
    }
}
