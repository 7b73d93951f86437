package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.licensing4j.Call;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.signature.SignatureAlgorithm;
import io.github.licensing4j.core.credential.signature.SignatureKeyOwner;
import io.github.licensing4j.core.credential.signature.SignatureSettings;
import io.github.licensing4j.core.credential.signature.SignatureVectors;
import io.github.licensing4j.core.credential.signature.SigningKeys;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.tck.MovableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The signed requests of RFC 9421, appendix B, as calls of an engine that has their keys, each under its own {@code keyid}. */
class Rfc9421VectorsTest {
    private static final String NOT_COVERED = "credential-invalid: it does not cover ";
    private static final String NOT_SIGNED =
            "credential-invalid: its signature is not by its key, or there is no such key";

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2021-04-20T02:08:00Z");
    private final Logger log = (Logger) LoggerFactory.getLogger(CredentialAuthenticator.class);
    private final ListAppender<ILoggingEvent> causes = new ListAppender<>();
    private final InMemoryStore store = new InMemoryStore();
    private final StoreOptions options = StoreOptions.in(store)
            .allowVolatileUsage()
            .feedInterval(Duration.ofDays(1))
            .auditKey(AuditKey.ephemeral());
    private EngineFixture engine;
    private LicenseAdmin admin;
    private LicenseId license;

    @BeforeEach
    void start() {
        SignatureSettings settings = new SignatureSettings(
                SignatureSettings.Use.OPTIONAL,
                SignatureSettings.Nonce.OPTIONAL,
                Duration.ofMinutes(5),
                null,
                List.of());
        engine = new EngineFixture(
                dir,
                EngineFixture.CATALOG,
                clock,
                builder -> builder.signatures(settings)
                        .stored(options)
                        .keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant())));
        admin = engine.built.management().admin().orElseThrow();
        NewLicense bought = NewLicense.of("acme", PlanId.parse("pro@1")).bought();
        license = new LicenseId(
                EngineFixture.ISSUER, admin.licenses().create(bought, BY).id());
        causes.start();
        log.addAppender(causes);
        log.setLevel(Level.DEBUG);
    }

    @AfterEach
    void end() {
        log.setLevel(null);
        log.detachAppender(causes);
        engine.close();
    }

    private void register(String keyId, String algorithm) {
        SignatureKeyRequest request =
                SignatureKeyRequest.of(algorithm, SignatureVectors.jwk(keyId)).keyId(keyId);
        assertThat(admin.signatureKeys()
                        .add(license.value(), request, BY)
                        .view()
                        .id())
                .isEqualTo(keyId);
    }

    private void registerAll() {
        register("test-key-rsa-pss", "rsa-pss-sha512");
        register("test-key-ecc-p256", "ecdsa-p256-sha256");
        register("test-key-ed25519", "ed25519");
        storeSecret("test-shared-secret");
    }

    /** Secrets are generated, so that the one of the appendix can only be stored. */
    private void storeSecret(String keyId) {
        String sealed =
                options.signatureSeal().seal(SignatureVectors.secret(keyId), SignatureKeyOwner.of(license, keyId));
        store.commit(StoreChange.builder()
                .signatureKey(new SignatureKeyRecord(
                        keyId,
                        license,
                        1,
                        "hmac-sha256",
                        sealed,
                        "",
                        Restrictions.none(),
                        new SignatureKeyRecord.Times(Instant.parse("2021-01-01T00:00:00Z"), null, null)))
                .build());
    }

    /** Returns {@code granted}, or the code of the refusal with its cause where that is logged. */
    private String call(Call call) {
        causes.list.clear();
        Identification who = engine.licensing.identify(call);
        if (who instanceof Refused refused) {
            return refused.refusal().code().text()
                    + causes.list.stream()
                            .map(event -> ": " + event.getArgumentArray()[1])
                            .collect(Collectors.joining());
        }
        return EngineFixture.decide(engine.licensing, who, Requirement.license()) instanceof Granted
                ? "granted"
                : "refused";
    }

    private Map<String, String> outcomes() {
        Map<String, String> outcomes = new LinkedHashMap<>();
        SignatureVectors.requests().forEach(test -> outcomes.put(test.get("id").asString(), call(signed(test))));
        return outcomes;
    }

    private static Call signed(JsonNode test) {
        return SignatureVectors.signed(test, signature(test));
    }

    private static JsonNode vector(String id) {
        return SignatureVectors.requests()
                .filter(test -> test.get("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName(
            "RFC 9421 appendix B.2, B.3, B.4: accepts what covers method, host, path, query and body, and refuses the rest")
    void judgesEachRequest() {
        registerAll();
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("B.2.1", NOT_COVERED + "@method");
        expected.put("B.2.2", NOT_COVERED + "@method");
        expected.put("B.2.3", "granted");
        expected.put("B.2.5", NOT_COVERED + "@method");
        expected.put("B.2.6", NOT_COVERED + "@query");
        expected.put(
                "B.3", "credential-invalid: the request has content and the signature does not cover content-digest");
        for (int i = 1; i <= 6; i++) {
            expected.put("B.4#" + i, NOT_COVERED + "@query");
        }
        assertThat(outcomes()).containsExactlyEntriesOf(expected);
    }

    @Test
    @DisplayName("RFC 9421 §7.2.6: without the keys of the appendix each request is unsigned")
    void ignoresUnknownKeys() {
        assertThat(outcomes().values()).hasSize(12).allMatch("credential-missing"::equals);
    }

    @Test
    @DisplayName("RFC 9421 appendix B.3: its signature is valid, and its body is not part of it")
    void acceptsProxiedRequestWithoutBody() {
        registerAll();
        JsonNode test = vector("B.3");
        assertThat(call(SignatureVectors.signed(test, signature(test), new byte[0])))
                .isEqualTo("granted");
        assertThat(call(SignatureVectors.signed(test, changed(signature(test)), new byte[0])))
                .isEqualTo(NOT_SIGNED);
    }

    private static String signature(JsonNode test) {
        return test.get("signature").asString();
    }

    private static String changed(String signature) {
        int middle = signature.length() / 2;
        char other = signature.charAt(middle) == 'A' ? 'B' : 'A';
        return signature.substring(0, middle) + other + signature.substring(middle + 1);
    }

    @Test
    @DisplayName("RFC 9421 appendix B.2.3: refuses the request with another signature, target, body, key or time")
    void refusesChangedRequests() {
        registerAll();
        JsonNode test = vector("B.2.3");
        assertThat(call(signed(test))).isEqualTo("granted");
        assertThat(call(SignatureVectors.signed(test, changed(signature(test)))))
                .isEqualTo(NOT_SIGNED);
        URI other = URI.create("https://example.com/foo?param=Value&Pet=cat");
        assertThat(call(SignatureVectors.request(test, signature(test))
                        .effectiveUri(other)
                        .build()))
                .isEqualTo(NOT_SIGNED);
        byte[] body = "{\"hello\": \"World\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(call(SignatureVectors.signed(test, signature(test), body))).startsWith("credential-invalid: ");
        admin.signatureKeys().revoke("test-key-rsa-pss", BY);
        assertThat(call(signed(test))).startsWith("credential-revoked");
        clock.set("2021-04-20T02:12:53Z");
        assertThat(call(signed(test))).startsWith("credential-invalid: its 'created' is too old");
    }

    @Test
    @DisplayName("RFC 9421 §7.2.4: a key that is registered under the id of another one verifies nothing")
    void refusesOtherKeyUnderSameId() {
        String other = SigningKeys.jwk(SigningKeys.generate(SignatureAlgorithm.RSA_PSS_SHA512));
        SignatureKeyRequest request =
                SignatureKeyRequest.of("rsa-pss-sha512", other).keyId("test-key-rsa-pss");
        admin.signatureKeys().add(license.value(), request, BY);
        assertThat(call(signed(vector("B.2.3")))).isEqualTo(NOT_SIGNED);
    }
}
