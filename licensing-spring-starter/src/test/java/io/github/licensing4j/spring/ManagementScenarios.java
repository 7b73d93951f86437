package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the management of licenses over HTTP, on a real server, while callers use them; the same with every store. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ManagementScenarios {
    private static final String ISSUER = "https://host.example";
    private static final String ADMIN = "0123456789abcdef0123456789abcdef";

    private Path dir = Path.of("");
    private Host host;
    private final ApiDescription description = new ApiDescription();

    /** The properties that choose the store. */
    abstract List<String> store(Path dir);

    @BeforeAll
    void start(@TempDir Path shared) throws IOException {
        dir = shared;
        Path catalog = dir.resolve("licensing.yaml");
        try (InputStream managed = ManagementScenarios.class.getResourceAsStream("/managed.yaml")) {
            Files.write(catalog, managed.readAllBytes());
        }
        host = start(catalog, ADMIN);
    }

    private Host start(Path catalog, String admin) {
        List<String> properties = new ArrayList<>(store(dir));
        properties.add(Host.WITHOUT_SECURITY);
        properties.add("licensing.catalog.location=" + catalog);
        properties.add("licensing.tokens.refresh=true");
        properties.add("licensing.admin.token=" + admin);
        properties.add("licensing.imported-keys.prefixes=acme_");
        return Host.start(App.class, properties.toArray(new String[0]));
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @EnableAutoConfiguration
    @Import(WriteController.class)
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
    void importedKeyIsAccepted() throws Exception {
        String id = text(made("/licenses", "{'customer':'importer','plan':'pro@1'}"), "id");
        String key = "acme_" + id;
        String keys = "{'keys':[{'hash':'" + Sha256.hex(key) + "','license':'" + id + "'},{'hash':'no','license':'" + id
                + "'}],'dryRun':";
        assertThat(admin("POST", "/keys/import", keys + "true}").body())
                .contains("\"dryRun\":true,\"imported\":1,\"unchanged\":0,\"refused\":1");
        assertThat(host.get("/write", key).statusCode()).isEqualTo(401);
        assertThat(admin("POST", "/keys/import", keys + "false}").body())
                .contains("\"outcome\":\"imported\",\"keyId\":\"key_", "\"cause\":\"hash: expected a SHA-256");
        assertThat(host.get("/write", key).statusCode()).isEqualTo(200);
        assertThat(admin("POST", "/keys/import", keys + "false}").body()).contains("\"unchanged\":1");
        HttpResponse<String> invalid = admin("POST", "/keys/import", "{'keys':[{'hash':1}]}");
        assertThat(invalid.statusCode()).isEqualTo(422);
        assertThat(invalid.body()).contains("hash: expected text");
    }

    @Test
    void managingNeedsTheToken() throws Exception {
        HttpResponse<String> bare = host.get("/licensing/v1/licenses");
        assertThat(bare.statusCode()).isEqualTo(401);
        assertThat(bare.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(host.get("/licensing/v1/licenses", ADMIN + "x").statusCode()).isEqualTo(401);
        assertThat(host.get("/licensing/v1/licenses", ADMIN.substring(1)).statusCode())
                .isEqualTo(401);
        assertThat(host.get("/licensing/v1/licenses?access_token=" + ADMIN).statusCode())
                .isEqualTo(401);
        assertThat(host.get("/licensing/v1/nothing").statusCode()).isEqualTo(401);
    }

    @Test
    void namesFieldOfInvalidInput() throws Exception {
        assertProblem("{'plan':'pro@1'}", 422, "customer: it is required");
        assertProblem("{'customer':'acme','plan':'pro'}", 422, "plan: expected a plan version such as pro@1");
        assertProblem("{'customer':'acme','plan':'gold@1'}", 422, "expected one of free@1, pro@1");
        assertProblem("{'customer':'acme','plan':'pro@1','tier':1}", 422, "tier: unknown member");
        assertProblem("{'customer':'acme','plan':'pro@1','customer':'b'}", 400, "not well-formed");
        assertProblem("{'customer':'acme','plan':'pro@1'", 400, "not well-formed");
        assertProblem("[]", 400, "no JSON object");
        assertProblem("{'customer':'acme','plan':'pro@1','tier':1e99999999999}", 400, "exponent is too large");
        assertProblem(
                "{'customer':'acme','plan':'pro@1','overrides':{'features':['+report.raed']}}",
                422,
                "did you mean 'report.read'");
        assertThat(admin("GET", "/licenses/lic_none", "").statusCode()).isEqualTo(404);
        HttpResponse<String> method = admin("DELETE", "/licenses/lic_none", "");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS, PATCH");
        assertThat(admin("GET", "/nothing", "").statusCode()).isEqualTo(404);
    }

    private void assertProblem(String body, int status, String detail) throws Exception {
        HttpResponse<String> answer = admin("POST", "/licenses", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(detail);
    }

    @Test
    void repeatedRequestCreatesOneLicense() throws Exception {
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
    void changesUnderReadRevision() throws Exception {
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
    void callersReadTheirLicenseFree() throws Exception {
        String id = text(made("/licenses", "{'customer':'me','plan':'free@1'}"), "id");
        String key = text(made("/licenses/" + id + "/keys", ""), "key");
        JsonNode me = json(host.get("/licensing/v1/me", key));
        assertThat(text(me, "license")).isEqualTo(id);
        assertThat(me.get("features").get(0).asString()).isEqualTo("report.read");
        assertThat(me.get("limits").get(0).get("used").asInt()).isZero();
        assertThat(host.get("/licensing/v1/me").statusCode()).isEqualTo(401);
        JsonNode monthly = json(admin("GET", "/licenses/" + id + "/limits", ""))
                .get("limits")
                .get(0);
        assertThat(monthly.get("remaining").asInt()).isEqualTo(100);
        assertThat(monthly.get("projected")).isNull();
    }

    @Test
    void exchangesKeysAndRefreshTokens() throws Exception {
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
        assertThat(admin("GET", "/openapi.json", "").body()).contains("\"openapi\":\"3.1.0\"");
    }

    @Test
    void namesFieldOfSecondTrial() throws Exception {
        made("/licenses", "{'customer':'tries','plan':'pro@1','trial':true}");
        HttpResponse<String> second = admin("POST", "/licenses", "{'customer':'tries','plan':'pro@1','trial':true}");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body())
                .contains("customer 'tries' had a trial already")
                .contains("\"errors\":[{")
                .contains("\"field\":\"trial\"");
    }

    @Test
    @Tag("4.5.6")
    void decisionLeadsToItsRefusal() throws Exception {
        String id = text(made("/licenses", "{'customer':'asks','plan':'free@1'}"), "id");
        String key = text(made("/licenses/" + id + "/keys", ""), "key");
        String decision = text(json(host.get("/write", key)), "decision");
        JsonNode recent = json(admin("GET", "/licenses/" + id + "/refusals", ""));
        assertThat(text(recent.get("refusals").get(0), "decision")).isEqualTo(decision);
        assertThat(text(recent.get("refusals").get(0), "code")).isEqualTo("feature-not-licensed");
        assertThat(host.get("/licensing/v1/licenses/" + id + "/refusals", key).statusCode())
                .isEqualTo(401);
        assertThat(admin("GET", "/licenses/lic_none/refusals", "").statusCode()).isEqualTo(404);
        assertThat(admin("GET", "/licenses/" + id + "/refusals?decision=x", "").statusCode())
                .isEqualTo(400);
    }

    @Test
    @Tag("4.5.3")
    void trialBeginsByDefaultAndEndsWithPurchase() throws Exception {
        JsonNode tried = made("/licenses", "{'customer':'newcomer','plan':'trial@1'}");
        assertThat(text(tried, "state")).isEqualTo("trialing");
        String path = "/licenses/" + text(tried, "id");
        assertThat(admin("POST", path + "/activate", "{'plan':'trial@1'}").body())
                .contains("plan 'trial@1' is for trials only and cannot be bought, expected one of free@1, pro@1");
        done(path + "/activate", "{'plan':'pro@1'}");
        assertThat(admin("GET", path, "").body()).contains("\"plan\":\"pro@1\"", "\"state\":\"active\"");

        assertThat(text(made("/licenses", "{'customer':'buyer','plan':'pro@1','trial':false}"), "state"))
                .isEqualTo("active");
        String other = text(made("/licenses", "{'customer':'buyer','plan':'trial@1','trial':null}"), "id");
        done("/licenses/" + other + "/activate", "");
        assertThat(admin("GET", "/licenses/" + other, "").body()).contains("\"plan\":\"free@1\"");

        String free = text(made("/licenses", "{'customer':'small','plan':'free@1'}"), "id");
        String key = text(made("/licenses/" + free + "/keys", ""), "key");
        assertThat(host.get("/write", key).body()).contains("\"plans\":[\"pro@1\"]");
    }

    @Test
    void namesInvalidQueryParameters() throws Exception {
        for (String field : List.of("cursor", "customer", "state")) {
            assertQueryRefused("/licenses?" + field + "=a%00b", field);
            assertQueryRefused("/licenses?" + field + "=a%0Ab", field);
        }
        assertQueryRefused("/audit?license=a%07b", "license");
        assertQueryRefused("/audit?cursor=%1B", "cursor");
        assertQueryRefused("/licenses?limit=1&limit=2", "limit");
        assertQueryRefused("/licenses?custmer=acme", "custmer");
        assertThat(admin("GET", "/licenses?limit=0", "").statusCode()).isEqualTo(422);
        assertThat(admin("GET", "/audit?cursor=abc", "").statusCode()).isEqualTo(422);
        assertThat(admin("GET", "/licenses/lic%0A1", "").statusCode()).isIn(400, 404);
    }

    private void assertQueryRefused(String path, String field) throws Exception {
        HttpResponse<String> answer = admin("GET", path, "");
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        assertThat(answer.body()).as(path).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void hidesSecretInPlaceOfId() throws Exception {
        String id = text(made("/licenses", "{'customer':'careless','plan':'pro@1'}"), "id");
        String key = text(made("/licenses/" + id + "/keys", ""), "key");
        String token = text(made("/licenses/" + id + "/tokens", "{'ttl':'PT1H'}"), "token");
        for (String secret : List.of(key, token)) {
            List<HttpResponse<String>> answers = List.of(
                    admin("DELETE", "/keys/" + secret, ""),
                    admin("DELETE", "/tokens/" + secret, ""),
                    admin("GET", "/licenses/" + secret, ""),
                    admin("GET", "/licenses?cursor=" + secret + "&state=" + secret, ""),
                    admin("POST", "/customers/" + secret + "/revoke", ""),
                    admin("POST", "/licenses", "{'customer':'" + secret + "','plan':'pro@1'}"),
                    admin("POST", "/licenses", "{'customer':'a','plan':'" + secret + "'}"),
                    admin("POST", "/licenses", "{'customer':'a','plan':'pro@1','" + secret + "':1}"),
                    admin("POST", "/licenses", "{'customer':'a','plan':'pro@1','external':{'" + secret + "':1}}"),
                    admin(
                            "POST",
                            "/licenses",
                            "{'customer':'a','plan':'pro@1','overrides':{'features':['+" + secret + "']}}"),
                    admin("POST", "/licenses/" + id + "/suspend", "{'reason':'leaked " + secret + "'}"),
                    admin("POST", "/licenses/" + id + "/keys", "{'name':'" + secret + "'}"),
                    admin("POST", "/signing-keys/" + secret + "/retire", ""));
            for (HttpResponse<String> answer : answers) {
                assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
                assertThat(answer.body()).doesNotContain(secret, secret.substring(0, 20));
            }
        }
        assertThat(everyAuditEntry()).doesNotContain(key.substring(0, 20), token.substring(0, 20));
        assertThat(host.get("/write", key).statusCode()).isEqualTo(200);
    }

    private String everyAuditEntry() throws Exception {
        StringBuilder all = new StringBuilder();
        String cursor = "";
        do {
            JsonNode page = json(admin("GET", "/audit?limit=1000" + cursor, ""));
            all.append(page);
            cursor = page.has("next") ? "&cursor=" + text(page, "next") : null;
        } while (cursor != null);
        return all.toString();
    }

    @Test
    void bodiesAreReadStrictlyAndBounded() throws Exception {
        HttpResponse<String> form = host.send(host.request("/licensing/v1/licenses")
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("customer=acme")));
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(admin("POST", "/licenses", "{'customer':'" + "x".repeat(70_000) + "'}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(admin("PUT", "/catalog", "x".repeat(1_100_000), "If-Match", "\"" + "0".repeat(64) + "\"")
                        .statusCode())
                .isEqualTo(413);
        assertProblem("{'customer':7,'plan':'pro@1'}", 422, "customer: expected text");
        assertProblem("{'customer':'a','plan':'pro@1','trial':'yes'}", 422, "trial: expected true or false");
        assertProblem("{'customer':'a','plan':'pro@1','zone':'Mars/Base'}", 422, "zone: expected a zone");
        assertProblem("{'customer':'a','plan':'pro@1','expires':'tomorrow'}", 422, "expires: expected an instant");
        assertProblem("{'customer':'a\\u0000b','plan':'pro@1'}", 422, "customer: expected");
        assertProblem("{'customer':'a\\ud800','plan':'pro@1'}", 422, "customer: expected");
        assertProblem("{'customer':'a','plan':'pro@1','external':{'crm':{'x':1}}}", 422, "external.crm: expected text");
        assertProblem(
                "{'customer':'a','plan':'pro@1','overrides':{'limits':{'monthly':{'amount':'many'}}}}",
                422,
                "overrides: ");
        assertProblem("{'a':".repeat(600) + "1" + "}".repeat(600), 400, "nested too deep");
    }

    @Test
    void refusesUnknownMethodsWithAllowedOnes() throws Exception {
        assertNotAllowed("PUT", "/licenses", "GET, HEAD, OPTIONS, POST");
        assertNotAllowed("GET", "/token", "OPTIONS, POST");
        assertNotAllowed("DELETE", "/me", "GET, HEAD, OPTIONS");
        assertNotAllowed("PATCH", "/me/keys", "GET, HEAD, OPTIONS, POST");
        HttpResponse<String> options = admin("OPTIONS", "/audit", "");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        HttpResponse<String> head = admin("HEAD", "/licenses", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    private void assertNotAllowed(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer = admin(method, path, "");
        assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
    }

    @Test
    void idempotencyKeyCoversPathAndBody() throws Exception {
        String one = text(made("/licenses", "{'customer':'idem','plan':'pro@1'}"), "id");
        String two = text(made("/licenses", "{'customer':'idem','plan':'pro@1'}"), "id");
        String body = "{'ttl':'PT1H','scopes':['a','b'],'bind':{'users':['ann']}}";
        assertThat(minted(one, body, "tok").statusCode()).isEqualTo(201);
        assertThat(minted(one, body, "tok").statusCode()).isEqualTo(409);
        // Members in another order are the same request.
        assertThat(minted(one, "{'bind':{'users':['ann']},'scopes':['a','b'],'ttl':'PT1H'}", "tok")
                        .statusCode())
                .isEqualTo(409);
        assertThat(minted(one, body.replace("ann", "bob"), "tok").statusCode()).isEqualTo(422);
        assertThat(minted(two, body, "tok").statusCode()).isEqualTo(422);
        // Another person's key is another key.
        assertThat(admin(
                                "POST",
                                "/licenses/" + one + "/tokens",
                                body,
                                "Idempotency-Key",
                                "tok",
                                "Licensing-Actor",
                                "bob")
                        .statusCode())
                .isEqualTo(201);
        assertThat(minted(one, body, "\u0007".repeat(0) + "k".repeat(256)).statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> minted(String license, String body, String key) throws Exception {
        return admin("POST", "/licenses/" + license + "/tokens", body, "Idempotency-Key", key);
    }

    @Test
    void recordsActorBehindToken() throws Exception {
        HttpResponse<String> made =
                admin("POST", "/licenses", "{'customer':'acted','plan':'pro@1'}", "Licensing-Actor", "ann@example.com");
        String audit =
                admin("GET", "/audit?license=" + text(json(made), "id"), "").body();
        assertThat(audit).contains("\"actor\":\"admin/ann@example.com\"");
        assertThat(admin("POST", "/licenses", "{}", "Licensing-Actor", "x".repeat(101))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void renewingWithdrawsPendingCancellation() throws Exception {
        String id = text(made("/licenses", "{'customer':'stays','plan':'pro@1','trial':false}"), "id");
        done("/licenses/" + id + "/cancel", "{'when':'next-period'}");
        assertThat(admin("GET", "/licenses/" + id, "").body()).contains("cancelledAt");
        done("/licenses/" + id + "/renew", "");
        JsonNode license = json(admin("GET", "/licenses/" + id, ""));
        assertThat(license.has("cancelledAt")).isFalse();
        assertThat(license.has("expiresAt")).isFalse();
        assertThat(text(license, "state")).isEqualTo("active");
    }

    @Test
    void showsTransitionsAndRefusesInvalidOnes() throws Exception {
        String id = text(made("/licenses", "{'customer':'moves','plan':'pro@1','trial':true}"), "id");
        String path = "/licenses/" + id;
        String key = text(made(path + "/keys", ""), "key");
        assertThat(admin("POST", path + "/paid", "").statusCode()).isEqualTo(409);
        assertThat(admin("POST", path + "/reinstate", "").statusCode()).isEqualTo(409);
        assertState(path + "/activate", "", "active");
        assertState(path + "/past-due", "", "past-due");
        assertThat(host.get("/write", key).statusCode()).isEqualTo(200);
        assertState(path + "/paid", "", "active");
        assertState(path + "/plan", "{'plan':'free@1','usage':'carry'}", "active");
        assertThat(host.get("/write", key).body()).contains("feature-not-licensed");
        assertState(path + "/plan", "{'plan':'pro@1'}", "active");
        assertState(path + "/renew", "{'from':'now','for':'P1Y'}", "active");
        assertState(path + "/suspend", "", "suspended");
        assertState(path + "/cancel", "", "cancelled");
        assertThat(host.get("/write", key).body()).contains("license-ended");
        assertState(path + "/revoke", "", "revoked");
        for (String act :
                List.of("activate", "renew", "past-due", "paid", "suspend", "reinstate", "cancel", "revoke")) {
            assertThat(admin("POST", path + "/" + act, "").statusCode()).as(act).isEqualTo(409);
        }
        assertThat(admin("POST", path + "/plan", "{'plan':'free@1'}").statusCode())
                .isEqualTo(409);
        assertThat(admin("PATCH", path, "{'expires':null}").statusCode()).isEqualTo(409);
        assertThat(admin("POST", path + "/keys", "").statusCode()).isEqualTo(409);
        assertThat(admin("POST", path + "/tokens", "{'ttl':'PT1H'}").statusCode())
                .isEqualTo(409);
        assertThat(admin("POST", path + "/plan", "{'plan':'pro@1','when':'NOW'}")
                        .statusCode())
                .isEqualTo(422);
    }

    private void assertState(String path, String body, String state) throws Exception {
        HttpResponse<String> answer = admin("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(text(json(answer), "state")).isEqualTo(state);
    }

    @Test
    void revokesTokensKeysAndCustomers() throws Exception {
        String id = text(made("/licenses", "{'customer':'gone','plan':'pro@1'}"), "id");
        String key = text(made("/licenses/" + id + "/keys", ""), "key");
        JsonNode token = made("/licenses/" + id + "/tokens", "{'ttl':'PT1H'}");
        JsonNode other = made("/licenses/" + id + "/tokens", "{'ttl':'PT1H'}");
        assertThat(admin("DELETE", "/tokens/" + text(token, "tokenId"), "").statusCode())
                .isEqualTo(204);
        assertThat(host.get("/write", text(token, "token")).statusCode()).isEqualTo(401);
        assertThat(host.get("/write", text(other, "token")).statusCode()).isEqualTo(200);
        JsonNode revoked = json(admin("POST", "/customers/gone/revoke", "{'reason':'fraud'}"));
        assertThat(revoked.get("licensesRevoked").asInt()).isEqualTo(1);
        assertThat(host.get("/write", text(other, "token")).statusCode()).isEqualTo(401);
        assertThat(host.get("/write", key).statusCode()).isEqualTo(401);
        assertThat(admin("POST", "/licenses", "{'customer':'gone','plan':'pro@1'}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(admin("POST", "/revocations", "{'issuedBefore':'2999-01-01T00:00:00Z'}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(admin("POST", "/revocations", "{'issuedBefore':'2020-01-01T00:00:00Z'}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    @Tag("4.2.4")
    void refusesRevocationOfUnknownIds() throws Exception {
        assertThat(admin("DELETE", "/tokens/tok_unknown", "").statusCode()).isEqualTo(404);
        assertThat(admin("POST", "/customers/unknown/revoke", "").statusCode()).isEqualTo(404);
        assertThat(admin("DELETE", "/keys/key_unknown", "").statusCode()).isEqualTo(404);
        HttpResponse<String> untrusted = admin("DELETE", "/tokens/tok_1?issuer=https://other.example", "");
        assertThat(untrusted.statusCode()).isEqualTo(422);
        assertThat(untrusted.body()).contains("issuer", ISSUER);
        HttpResponse<String> ahead = admin("DELETE", "/tokens/tok_ahead?issuer=" + ISSUER, "");
        assertThat(ahead.statusCode()).isEqualTo(200);
        assertThat(json(ahead).get("onRecord").asBoolean()).isFalse();
        assertThat(admin("POST", "/revocations", "{'license':'lic_ahead','issuer':'" + ISSUER + "'}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(admin("POST", "/revocations", "{'license':'lic_ahead'}").statusCode())
                .isEqualTo(422);
    }

    @Test
    @Tag("4.2.1")
    void revokesKeysMadeWithRevokedKey() throws Exception {
        String id = text(made("/licenses", "{'customer':'makers','plan':'pro@1'}"), "id");
        JsonNode maker = made("/licenses/" + id + "/keys", "");
        JsonNode child = json(as(maker).send("POST", "/me/keys", "", 201));
        HttpResponse<String> kept = admin("DELETE", "/keys/" + text(child, "keyId"), "{'descendants':'keep'}");
        assertThat(json(kept).get("descendants")).isEmpty();
        JsonNode other = json(as(maker).send("POST", "/me/keys", "", 201));
        assertThat(text(other.get("madeWith"), "keyId")).isEqualTo(text(maker, "keyId"));

        assertThat(admin("DELETE", "/keys/" + text(maker, "keyId"), "").statusCode())
                .isEqualTo(204);
        assertThat(host.get("/write", text(other, "key")).statusCode()).isEqualTo(401);
    }

    @Test
    void rotatedKeyKeepsOldTokensValid() throws Exception {
        String id = text(made("/licenses", "{'customer':'rotates','plan':'pro@1'}"), "id");
        HttpResponse<String> generated = admin("POST", "/signing-keys", "");
        if (store(dir).isEmpty()) {
            // The library must not change keys that the host keeps itself.
            assertThat(generated.statusCode()).isEqualTo(409);
            return;
        }
        String oldToken = text(made("/licenses/" + id + "/tokens", "{'ttl':'PT1H'}"), "token");
        JsonNode fresh = json(admin("POST", "/signing-keys", ""));
        String newToken = text(made("/licenses/" + id + "/tokens", "{'ttl':'PT1H'}"), "token");
        assertThat(host.get("/write", oldToken).statusCode()).isEqualTo(200);
        assertThat(host.get("/write", newToken).statusCode()).isEqualTo(200);
        HttpResponse<String> jwks = host.get("/.well-known/licensing-jwks.json");
        assertThat(jwks.headers().firstValue("Cache-Control")).hasValue("public, max-age=300");
        assertThat(jwks.headers().firstValue("Content-Type").orElse("")).startsWith("application/jwk-set+json");
        assertThat(jwks.body())
                .contains(text(fresh, "kid"), text(json(generated), "kid"))
                .doesNotContain("\"d\"");
        assertThat(admin("POST", "/signing-keys/" + text(fresh, "kid") + "/retire", "")
                        .statusCode())
                .isEqualTo(409);
        assertThat(admin("POST", "/signing-keys/" + text(json(generated), "kid") + "/retire", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(host.get("/write", oldToken).statusCode()).isEqualTo(401);
        assertThat(host.get("/write", newToken).statusCode()).isEqualTo(200);
        assertThat(everyAuditEntry())
                .contains("signing-key.generated-begun", "signing-key.generated", "signing-key.retired-begun");
    }

    @Test
    void replacesCatalogUnderReadTag() throws Exception {
        HttpResponse<String> before = admin("GET", "/catalog", "");
        String tag = before.headers().firstValue("ETag").orElseThrow();
        String more = before.body() + "  team@1:\n    extends: free@1\n";
        assertThat(admin("PUT", "/catalog", more, "If-Match", "\"" + "0".repeat(64) + "\"")
                        .statusCode())
                .isEqualTo(412);
        HttpResponse<String> replaced = admin("PUT", "/catalog", more, "If-Match", tag);
        assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
        assertThat(Files.readString(dir.resolve("licensing.yaml"))).isEqualTo(more);
        made("/licenses", "{'customer':'team','plan':'team@1'}");
        // A stored license uses it now.
        HttpResponse<String> without = admin(
                "PUT",
                "/catalog",
                before.body(),
                "If-Match",
                replaced.headers().firstValue("ETag").orElseThrow());
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("team@1", "a stored license pins it");
        assertThat(everyAuditEntry()).contains("catalog.replaced-begun", "\"catalog.replaced\"");
    }

    @Test
    void callerCannotWidenOwnKeys() throws Exception {
        String id = text(made("/licenses", "{'customer':'own','plan':'pro@1'}"), "id");
        String keys = "/licenses/" + id + "/keys";
        JsonNode narrow = made(
                keys,
                "{'scopes':['read'],'bind':{'users':['ann'],'ips':['127.0.0.0/8','::1']},'expires':'2998-01-01T00:00:00Z'}");
        JsonNode plain = made(keys, "{'scopes':['read','write'],'expires':'2998-01-01T00:00:00Z'}");
        JsonNode wide = made(keys, "{'scopes':['read','write','all']}");
        String other = text(made("/licenses", "{'customer':'other','plan':'pro@1'}"), "id");
        JsonNode foreign = made("/licenses/" + other + "/keys", "");

        JsonNode made = json(as(plain).send("POST", "/me/keys", "{'name':'ci','scopes':['read']}", 201));
        assertThat(text(made, "expiresAt")).isEqualTo("2998-01-01T00:00:00Z");
        assertThat(host.get("/write", text(made, "key")).statusCode()).isEqualTo(200);
        assertThat(as(plain).send("POST", "/me/keys", "{'scopes':['all']}", 422).body())
                .contains("scopes");
        assertThat(as(plain)
                        .send("POST", "/me/keys", "{'expires':'2999-01-01T00:00:00Z'}", 422)
                        .body())
                .contains("expires");
        as(plain).send("POST", "/me/keys", "{'bind':{'ips':['10.0.0.0/8']},'expires':'2997-01-01T00:00:00Z'}", 201);

        // A key must not outlive the short-lived token that creates it.
        String token =
                text(json(token("grant_type=client_credentials", "X-API-Key", text(wide, "key"))), "access_token");
        JsonNode shortLived = json(new Caller(token).send("POST", "/me/keys", "{}", 201));
        assertThat(Instant.parse(text(shortLived, "expiresAt"))).isBefore(Instant.parse("2997-01-01T00:00:00Z"));

        String reach = as(plain).send("GET", "/me/keys", "", 200).body();
        assertThat(reach)
                .contains(text(narrow, "keyId"), text(plain, "keyId"), text(made, "keyId"))
                .doesNotContain(text(wide, "keyId"), text(foreign, "keyId"), text(made, "key"));
        as(plain).send("DELETE", "/me/keys/" + text(wide, "keyId"), "", 404);
        as(plain).send("DELETE", "/me/keys/" + text(foreign, "keyId"), "", 404);
        as(plain).send("DELETE", "/me/keys/" + text(made, "keyId"), "", 204);
        assertThat(host.get("/write", text(made, "key")).statusCode()).isEqualTo(401);
        assertThat(host.get("/write", text(wide, "key")).statusCode()).isEqualTo(200);
        assertThat(host.get("/licensing/v1/me/keys").statusCode()).isEqualTo(401);
        // A bound key needs its user, and the host has authenticated none here.
        as(narrow).send("POST", "/me/keys", "{}", 403);
        assertThat(admin("GET", "/audit?license=" + id, "").body())
                .contains("\"actor\":\"caller/" + text(plain, "keyId"));
    }

    /** Returns a caller that uses a created key. */
    private Caller as(JsonNode key) {
        return new Caller(text(key, "key"));
    }

    private final class Caller {
        private final String credential;

        Caller(String credential) {
            this.credential = credential;
        }

        HttpResponse<String> send(String method, String path, String body, int status) throws Exception {
            HttpResponse<String> answer = host.send(host.request("/licensing/v1" + path)
                    .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + credential));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            description.check(method, path, answer);
            return answer;
        }
    }

    @Test
    void secretsAreNeverCached() throws Exception {
        String id = text(made("/licenses", "{'customer':'cache','plan':'pro@1'}"), "id");
        HttpResponse<String> key = admin("POST", "/licenses/" + id + "/keys", "");
        HttpResponse<String> token = admin("POST", "/licenses/" + id + "/tokens", "{'ttl':'PT1H'}");
        HttpResponse<String> exchanged = token("grant_type=client_credentials", "X-API-Key", text(json(key), "key"));
        for (HttpResponse<String> answer : List.of(key, token, exchanged, admin("GET", "/licenses/" + id, ""))) {
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
    }

    private JsonNode made(String path, String body) throws Exception {
        HttpResponse<String> answer = admin("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer);
    }

    private void done(String path, String body) throws Exception {
        HttpResponse<String> answer = admin("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> admin(String method, String path, String body, String... headers)
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
        HttpResponse<String> answer = host.send(request);
        description.check(method, path, answer);
        return answer;
    }

    private String exchanged(String key) throws Exception {
        return text(json(token("grant_type=client_credentials", "X-API-Key", key)), "access_token");
    }

    private HttpResponse<String> token(String form, String... headers) throws Exception {
        var request = host.request("/licensing/v1/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return host.send(request);
    }

    private JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private String text(JsonNode node, String member) {
        return node.get(member).asString();
    }
}
