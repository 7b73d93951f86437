package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.SignatureKeys.NewSignatureKey;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.client.RequestSigner;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The keys of signed requests in the admin API. */
class SignatureKeysHttpTest {
    private static final AdminContext BY = AdminContext.by("test");
    private static final String ADMIN = "an-admin-token-that-cannot-be-guessed";
    private static final String JWK =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\","
                    + "\"key_ops\":[\"verify\"]}";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Host host;

    private String license = "";

    @EnableAutoConfiguration
    @Import(Reports.class)
    static class App {}

    @RestController
    static class Reports {
        @GetMapping("/report")
        String read() {
            return "read";
        }
    }

    @BeforeAll
    static void start() {
        host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.admin.token=" + ADMIN,
                "licensing.signatures.components=content-type");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @BeforeEach
    void createLicense() {
        license = host.bean(LicenseAdmin.class)
                .licenses()
                .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                .id();
    }

    private static JsonNode admin(String method, String path, String body, int status) throws Exception {
        HttpRequest request = host.request("/licensing/v1" + path)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    @Test
    void addsAndRevokesKeys() throws Exception {
        String body = "{\"alg\":\"ed25519\",\"jwk\":" + JWK + ",\"name\":\"backend\",\"scopes\":[\"read\"]}";
        JsonNode added = admin("POST", keys(), body, 201);
        String id = added.get("keyId").asString();
        assertThat(id).startsWith("sig_");
        assertThat(added.has("secret")).isFalse();
        assertThat(added.get("jwk").toString())
                .isEqualTo(
                        "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
        JsonNode revoked = admin("DELETE", "/signature-keys/" + id, "", 204);
        assertThat(revoked).isEmpty();
        List<JsonNode> listed =
                admin("GET", keys(), "", 200).get("keys").valueStream().toList();
        assertThat(listed).hasSize(1);
        assertThat(listed)
                .filteredOn(key -> key.has("revokedAt"))
                .extracting(key -> key.get("keyId").asString())
                .containsExactly(id);
        JsonNode unknown = admin("DELETE", "/signature-keys/sig_none", "", 404);
        assertThat(unknown.get("code").asString()).isEqualTo("not-found");
    }

    @Test
    void keepsGivenKeyId() throws Exception {
        String body = "{\"alg\":\"hmac-sha256\",\"keyId\":\"partner-key.2026\"}";
        JsonNode added = admin("POST", keys(), body, 201);
        assertThat(added.get("keyId").asString()).isEqualTo("partner-key.2026");
        RequestSigner partner = signer("partner-key.2026", added.get("secret").asString());
        assertThat(status(partner)).isEqualTo(200);
        assertThat(admin("POST", keys(), body, 409).get("code").asString()).isNotBlank();
        assertThat(admin("POST", keys(), body.replace("partner-key", "sig_1/"), 422)
                        .get("detail")
                        .asString())
                .startsWith("keyId: ");
        admin("DELETE", "/signature-keys/partner-key.2026", "", 204);
        assertThat(status(partner)).isEqualTo(401);
    }

    @Test
    void showsSecretOnce() throws Exception {
        String secret = admin("POST", keys(), "{\"alg\":\"hmac-sha256\"}", 201)
                .get("secret")
                .asString();
        assertThat(Base64.getDecoder().decode(secret)).hasSize(32);
        assertThat(admin("GET", keys(), "", 200).toString())
                .doesNotContain(secret)
                .doesNotContain("\"secret\"");
    }

    @Test
    void refusesUnusableKeys() throws Exception {
        JsonNode unknown = admin("POST", keys(), "{\"alg\":\"none\"}", 422);
        assertThat(unknown.get("errors").get(0).get("field").asString()).isEqualTo("alg");
        String leaked = JWK.replace("}", ",\"d\":\"c2VjcmV0LXBhcnQtb2YtYS1rZXktbm90LXNob3du\"}");
        JsonNode refused = admin("POST", keys(), "{\"alg\":\"ed25519\",\"jwk\":" + leaked + "}", 422);
        assertThat(refused.toString()).contains("public").doesNotContain("c2VjcmV0");
    }

    private static RequestSigner signer(String keyId, String secret) {
        return RequestSigner.withSecret(keyId, Base64.getDecoder().decode(secret))
                .covering("Content-Type");
    }

    private static int status(RequestSigner by) throws Exception {
        HttpRequest call =
                host.request("/report").header("Content-Type", "text/plain").build();
        return CLIENT.send(by.sign(call), BodyHandlers.ofString()).statusCode();
    }

    private String keys() {
        return "/licenses/" + license + "/signature-keys";
    }

    @Test
    @DisplayName("RFC 9421 §5.1: a license that requires signatures refuses an API key alone, and says what to sign")
    void licenseRequiresSignatures() throws Exception {
        NewSignatureKey added =
                host.bean(LicenseAdmin.class).signatureKeys().add(license, SignatureKeyRequest.secret(), BY);
        RequestSigner signer = signer(added.view().id(), Objects.requireNonNull(added.secret()));
        String key = host.bean(LicenseAdmin.class)
                .keys()
                .create(license, KeyRequest.plain(), BY)
                .key();
        HttpRequest bare = host.request("/report")
                .header("X-API-Key", key)
                .header("Content-Type", "text/plain")
                .build();
        assertThat(CLIENT.send(bare, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        JsonNode updated = admin("PATCH", "/licenses/" + license, "{\"signatures\":\"required\"}", 200);
        assertThat(updated.get("signatures").asString()).isEqualTo("required");
        HttpResponse<String> refused = CLIENT.send(bare, BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"code\":\"proof-required\"");
        assertThat(refused.headers().allValues("Accept-Signature"))
                .containsExactly(
                        "sig=(\"@method\" \"@authority\" \"@path\" \"@query\" \"x-api-key\" \"content-type\");created");
        assertThat(CLIENT.send(signer.sign(bare), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(admin("PATCH", "/licenses/" + license, "{\"signatures\":null}", 200)
                        .has("signatures"))
                .isFalse();
        assertThat(CLIENT.send(bare, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
}
