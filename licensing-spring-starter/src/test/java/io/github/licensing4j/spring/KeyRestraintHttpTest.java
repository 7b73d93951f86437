package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SignalAnswer.Action;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.SignatureKeys.NewSignatureKey;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.client.RequestSigner;
import io.github.licensing4j.spi.KeyRestraint;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredState;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** API keys that are restrained because of signals, over HTTP. */
class KeyRestraintHttpTest {
    private static final String ADMIN = "administrator-of-these-tests-0123456789";
    private static final AdminContext BY = AdminContext.by("test");
    private static final Instant UNTIL = Instant.parse("2990-01-01T00:00:00Z");
    private static Host host;

    private String license = "";
    private NewKey shared;
    private NewKey other;

    @EnableAutoConfiguration
    @Import(Cities.class)
    static class App {}

    @RestController
    static class Cities {
        @GetMapping("/cities")
        String cities() {
            return "berlin";
        }
    }

    @BeforeAll
    static void start() {
        host = Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.admin.token=" + ADMIN);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @BeforeEach
    void makeKeys() {
        license = admin().licenses()
                .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                .id();
        shared = admin().keys().create(license, KeyRequest.plain(), BY);
        other = admin().keys().create(license, KeyRequest.plain(), BY);
    }

    private static LicenseAdmin admin() {
        return host.bean(LicenseAdmin.class);
    }

    /** Stores a restraint as another node would. */
    private void restrain(Action action, @Nullable Band rate) {
        Store store = host.bean(Store.class);
        LicenseRecord before = store.licenses()
                .find(new LicenseId("https://host.example", license))
                .orElseThrow();
        KeyRestraint restraint =
                new KeyRestraint(shared.view().id(), "sig_1", SignalKind.KEY_SHARING, action, UNTIL, rate);
        store.commit(StoreChange.builder()
                .license(
                        before.edit(before.dates().changedAt())
                                .restraints(List.of(restraint))
                                .done(),
                        new StoredState(LicenseState.ACTIVE, null))
                .build());
    }

    private static HttpResponse<String> call(String path, NewKey key) throws Exception {
        return host.send(host.request(path).header("X-API-Key", key.key()));
    }

    private static HttpResponse<String> exchange(NewKey key) throws Exception {
        return host.send(host.request("/licensing/v1/token")
                .header("X-API-Key", key.key())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void suspendedKeyIsForbiddenUntilItsEnd() throws Exception {
        String token = json(exchange(shared)).at("/access_token").asString();
        restrain(Action.SUSPEND, null);
        HttpResponse<String> refused = call("/cities", shared);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).at("/code").asString()).isEqualTo("license-suspended");
        assertThat(json(refused).at("/detail").asString()).contains("API key", "suspended until 2990-01-01T00:00:00Z");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(host.send(host.request("/cities").header("Authorization", "Bearer " + token))
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("/licensing/v1/me", shared).statusCode()).isEqualTo(403);
        HttpResponse<String> declined = exchange(shared);
        assertThat(declined.statusCode()).isEqualTo(400);
        assertThat(json(declined).at("/error").asString()).isEqualTo("invalid_grant");
        assertThat(call("/cities", other).statusCode()).isEqualTo(200);
    }

    @Test
    void keyThatNeedsProofPassesWithSignature() throws Exception {
        NewSignatureKey created = admin().signatureKeys().add(license, SignatureKeyRequest.secret(), BY);
        RequestSigner signer = RequestSigner.withSecret(
                created.view().id(), Base64.getDecoder().decode(Objects.requireNonNull(created.secret())));
        restrain(Action.REQUIRE_PROOF, null);
        HttpResponse<String> refused = call("/cities", shared);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(json(refused).at("/code").asString()).isEqualTo("proof-required");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP error=\"invalid_token\"");
        assertThat(refused.headers().firstValue("Accept-Signature")).isPresent();
        HttpRequest plain = host.request("/cities").build();
        HttpRequest.Builder signed = host.request("/cities").header("X-API-Key", shared.key());
        signer.fields("GET", plain.uri(), Map.of("X-API-Key", List.of(shared.key())), new byte[0])
                .forEach(signed::header);
        assertThat(host.send(signed).statusCode()).isEqualTo(200);
        assertThat(json(exchange(shared)).at("/error").asString()).isEqualTo("invalid_dpop_proof");
    }

    @Test
    void throttledKeyGetsLimitOfItsOwn() throws Exception {
        restrain(Action.THROTTLE, new Band(2, Duration.ofHours(1), 2));
        HttpResponse<String> granted = call("/cities", shared);
        assertThat(granted.statusCode()).isEqualTo(200);
        assertThat(granted.headers().firstValue("RateLimit").orElseThrow()).contains("\"signal/key-sharing\";r=1");
        assertThat(call("/cities", shared).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = call("/cities", shared);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).at("/limit/name").asString()).isEqualTo("signal/key-sharing");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(3_500L, 3_600L);
        assertThat(refused.headers().firstValue("RateLimit-Policy").orElseThrow())
                .contains("\"signal/key-sharing\";q=2;w=3600");
        assertThat(call("/cities", other).statusCode()).isEqualTo(200);
    }

    @Test
    void showsRestraintWhereKeysAreShown() throws Exception {
        restrain(Action.SUSPEND, null);
        HttpResponse<String> all = host.send(
                host.request("/licensing/v1/licenses/" + license + "/keys").header("Authorization", "Bearer " + ADMIN));
        for (HttpResponse<String> keys : List.of(all, call("/licensing/v1/me/keys", other))) {
            assertThat(json(keys).at("/keys/0/restraint").toString())
                    .isEqualTo("{\"action\":\"suspend\",\"until\":\"2990-01-01T00:00:00Z\",\"signal\":\"sig_1\"}");
            assertThat(json(keys).at("/keys/1/restraint").isMissingNode()).isTrue();
        }
    }
}
