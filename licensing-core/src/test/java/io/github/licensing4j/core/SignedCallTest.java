package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.admin.ApiKeys.KeyBindings;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.SignatureKeys.KeyUse;
import io.github.licensing4j.admin.SignatureKeys.NewSignatureKey;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyView;
import io.github.licensing4j.client.RequestSigner;
import io.github.licensing4j.core.credential.signature.SignatureAlgorithm;
import io.github.licensing4j.core.credential.signature.SigningKeys;
import io.github.licensing4j.core.hash.Sha256;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Signature keys from their creation to calls that are signed by them, alone and beside other credentials. */
class SignedCallTest extends CredentialFixture {
    private static final URI RESOURCE = URI.create("https://api.example.com/v1/forecast?city=Vienna");
    private static final byte[] NOTHING = new byte[0];

    private final KeyPair pair = SigningKeys.generate(SignatureAlgorithm.ED25519);
    private String keyId = "";

    @BeforeEach
    void addKey() {
        keyId = add(license, pair);
    }

    private String add(String of, KeyPair key) {
        return fixture.admin
                .signatureKeys()
                .add(of, SignatureKeyRequest.of("ed25519", SigningKeys.jwk(key)), BY)
                .view()
                .id();
    }

    private RequestSigner signer() {
        return RequestSigner.with(keyId, pair.getPrivate()).clock(fixture.clock);
    }

    /** Returns a call that a signer has signed, with the fields of a credential. */
    private static CallBuilder call(@Nullable RequestSigner signer, Map<String, String> fields, byte[] body) {
        Map<String, List<String>> lines = new HashMap<>();
        fields.forEach((name, value) -> lines.put(name, List.of(value)));
        CallBuilder call = Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .effectiveUri(RESOURCE)
                .peer(PEER)
                .bodyDigest("SHA-256", Sha256.of(body));
        fields.forEach(call::header);
        if (signer != null) {
            signer.fields("GET", RESOURCE, lines, body).forEach(call::header);
        }
        return call;
    }

    private Identification signed(RequestSigner signer) {
        return fixture.engine.licensing.identify(call(signer, Map.of(), NOTHING)
                .credential(new Credential(Source.SIGNATURE, "as received"))
                .build());
    }

    private Identification withKey(String apiKey, @Nullable RequestSigner signer) {
        return fixture.engine.licensing.identify(call(signer, Map.of("X-API-Key", apiKey), NOTHING)
                .credential(new Credential(Source.API_KEY, apiKey))
                .build());
    }

    private Identification withToken(String token, @Nullable RequestSigner signer) {
        return fixture.engine.licensing.identify(call(signer, Map.of("Authorization", "Bearer " + token), NOTHING)
                .credential(new Credential(Source.BEARER, token))
                .build());
    }

    private static String outcome(Identification who) {
        if (!(who instanceof Refused refused)) {
            return "granted";
        }
        Refusal refusal = refused.refusal();
        return refusal.code().text()
                + (refusal.challenge() == null ? "" : " " + refusal.challenge().value());
    }

    @Test
    @DisplayName("RFC 9421 §1.4: a signature by a key of a license is the credential of a call")
    void signatureIsCredential() {
        Identified who = (Identified) signed(signer());
        assertThat(who.license().orElseThrow().id().value()).isEqualTo(license);
        assertThat(who.responseFields()).isEmpty();
        assertThat(outcome(signed(signer()))).as("another one").isEqualTo("granted");
        KeyPair thief = SigningKeys.generate(SignatureAlgorithm.ED25519);
        String invalid = "credential-invalid Signature error=\"invalid_signature\"";
        assertThat(outcome(signed(RequestSigner.with(keyId, thief.getPrivate()).clock(fixture.clock))))
                .isEqualTo(invalid);
        assertThat(outcome(signed(
                        RequestSigner.with("sig_unknown", thief.getPrivate()).clock(fixture.clock))))
                .isEqualTo(invalid);
    }

    @Test
    @DisplayName("RFC 9421 §7.2.6: a call with a foreign signature only has no credential")
    void foreignSignatureIsNoCredential() {
        Call foreign = call(RequestSigner.with("foreign", pair.getPrivate()), Map.of(), NOTHING)
                .credential(new Credential(Source.SIGNATURE, "as received"))
                .build();
        assertThat(outcome(fixture.engine.licensing.identify(foreign))).isEqualTo("credential-missing");
    }

    @Test
    @DisplayName("RFC 9421 §7.2.2: a signed call is accepted once")
    void refusesReplay() {
        Call call = call(signer(), Map.of(), NOTHING)
                .credential(new Credential(Source.SIGNATURE, "as received"))
                .build();
        assertThat(outcome(fixture.engine.licensing.identify(call))).isEqualTo("granted");
        assertThat(outcome(fixture.engine.licensing.identify(call)))
                .isEqualTo("credential-invalid Signature error=\"invalid_signature\"");
    }

    @Test
    @DisplayName("RFC 9421 §7.2.8: a body that was changed is refused")
    void refusesChangedBody() {
        byte[] body = {'a'};
        CallBuilder call = call(signer(), Map.of(), body).credential(new Credential(Source.SIGNATURE, "x"));
        Call changed = call.bodyDigest("SHA-256", Sha256.of(new byte[] {'b'})).build();
        assertThat(outcome(fixture.engine.licensing.identify(changed))).startsWith("credential-invalid");
        Call same = call.bodyDigest("SHA-256", Sha256.of(body)).build();
        assertThat(outcome(fixture.engine.licensing.identify(same))).isEqualTo("granted");
    }

    @Test
    void scopesBindingsAndEndOfKey() {
        KeyUse use = new KeyUse(
                "robot",
                Set.of("read"),
                new KeyBindings(List.of("198.51.100.0/24"), Set.of(), Set.of()),
                fixture.clock.instant().plusSeconds(60));
        NewSignatureKey key =
                fixture.admin.signatureKeys().add(license, new SignatureKeyRequest("hmac-sha256", null, use), BY);
        byte[] secret = Base64.getDecoder().decode(Objects.requireNonNull(key.secret()));
        assertThat(secret).hasSize(32);
        RequestSigner signer = RequestSigner.withSecret(key.view().id(), secret).clock(fixture.clock);
        assertThat(outcome(signed(signer))).isEqualTo("binding-mismatch");
        Call near = call(signer, Map.of(), NOTHING)
                .credential(new Credential(Source.SIGNATURE, "x"))
                .peer(new Call.Peer("198.51.100.7", Call.Route.DIRECT))
                .build();
        assertThat(((Identified) fixture.engine.licensing.identify(near)).scopes())
                .containsExactly("read");
        fixture.clock.advance(Duration.ofSeconds(60));
        assertThat(outcome(signed(signer))).isEqualTo("credential-expired Signature error=\"invalid_signature\"");
    }

    @Test
    void revokedKeyIsRefused() {
        assertThat(outcome(signed(signer()))).isEqualTo("granted");
        fixture.admin.signatureKeys().revoke(keyId, BY);
        fixture.admin.signatureKeys().revoke(keyId, BY);
        assertThat(outcome(signed(signer()))).isEqualTo("credential-revoked Signature error=\"invalid_signature\"");
        assertThatThrownBy(() -> fixture.admin.signatureKeys().revoke("sig_none", BY))
                .isInstanceOf(NotFoundException.class);
        List<String> actions = fixture.admin.audit().read(license, null, 100).items().stream()
                .filter(entry -> keyId.equals(entry.subject()))
                .map(AuditEntryView::action)
                .toList();
        assertThat(actions).containsExactlyInAnyOrder("signature-key.added", "signature-key.revoked");
    }

    @Test
    void licenseOfKeyDecides() {
        assertThat(outcome(signed(signer()))).isEqualTo("granted");
        fixture.admin.licenses().suspend(license, BY);
        assertThat(outcome(signed(signer()))).isEqualTo("license-suspended");
    }

    @Test
    void listsKeysWithoutSecrets() {
        NewSignatureKey secret = fixture.admin.signatureKeys().add(license, SignatureKeyRequest.secret(), BY);
        assertThat(outcome(signed(signer()))).isEqualTo("granted");
        fixture.tend();
        List<SignatureKeyView> keys = fixture.admin.signatureKeys().list(license);
        assertThat(keys)
                .extracting(SignatureKeyView::id)
                .containsExactlyInAnyOrder(keyId, secret.view().id());
        for (SignatureKeyView key : keys) {
            boolean isSecret = key.id().equals(secret.view().id());
            assertThat(key.algorithm()).isEqualTo(isSecret ? "hmac-sha256" : "ed25519");
            assertThat(key.jwk() == null).isEqualTo(isSecret);
            assertThat(key.times().lastUsedAt() == null).isEqualTo(isSecret);
        }
        assertThat(secret.toString()).doesNotContain(Objects.requireNonNull(secret.secret()));
        assertThat(fixture.store
                        .credentials()
                        .signatureKey(EngineFixture.ISSUER, secret.view().id())
                        .orElseThrow())
                .satisfies(stored -> {
                    assertThat(stored.material()).startsWith("v1.").doesNotContain(secret.secret());
                    assertThat(stored.toString()).doesNotContain(stored.material());
                });
    }

    @Test
    void refusesUnusableKeys() {
        refuses("alg", new SignatureKeyRequest("rsa-v1_5-sha256", "{}", KeyUse.plain()));
        refuses("alg", new SignatureKeyRequest("EdDSA", SigningKeys.jwk(pair), KeyUse.plain()));
        refuses("jwk", new SignatureKeyRequest("hmac-sha256", "{}", KeyUse.plain()));
        refuses("jwk", new SignatureKeyRequest("ed25519", null, KeyUse.plain()));
        refuses("jwk", SignatureKeyRequest.of("ecdsa-p256-sha256", SigningKeys.jwk(pair)));
        KeyUse over = new KeyUse("", Set.of(), KeyBindings.none(), fixture.clock.instant());
        refuses("expires", new SignatureKeyRequest("hmac-sha256", null, over));
        assertThat(fixture.admin.signatureKeys().list(license)).hasSize(1);
    }

    private void refuses(String field, SignatureKeyRequest request) {
        assertThatThrownBy(() -> fixture.admin.signatureKeys().add(license, request, BY))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    @DisplayName("RFC 7800 §3.4: a token that is bound to a signature key needs a signature by it")
    void boundTokenNeedsSignature() {
        KeyPair second = SigningKeys.generate(SignatureAlgorithm.ED25519);
        String other = add(license, second);
        String token = bound(keyId);
        assertThat(outcome(withToken(token, signer()))).isEqualTo("granted");
        assertThat(outcome(withToken(token, null))).isEqualTo("proof-required Signature");
        assertThat(outcome(withToken(
                        token, RequestSigner.with(other, second.getPrivate()).clock(fixture.clock))))
                .isEqualTo("proof-invalid Signature error=\"invalid_signature\"");
        assertThat(outcome(withToken(token, signer()))).isEqualTo("granted");
        fixture.admin.signatureKeys().revoke(keyId, BY);
        assertThat(outcome(withToken(token, signer())))
                .isEqualTo("proof-invalid Signature error=\"invalid_signature\"");
    }

    private String bound(String kid) {
        TokenRequest request =
                new TokenRequest(Duration.ofHours(1), Set.of(), KeyBindings.none(), new KeyConfirmation("kid", kid));
        return fixture.admin.tokens().mint(license, request, BY).token();
    }

    @Test
    void bindsTokensToOwnKeysOnly() {
        String foreign = add(fixture.bought("pro@1"), SigningKeys.generate(SignatureAlgorithm.ED25519));
        for (String kid : List.of("sig_none", "", foreign)) {
            assertThatThrownBy(() -> bound(kid))
                    .isInstanceOfSatisfying(
                            InvalidFieldException.class,
                            e -> assertThat(e.field()).isEqualTo("cnf.kid"));
        }
        fixture.admin.signatureKeys().revoke(keyId, BY);
        assertThatThrownBy(() -> bound(keyId)).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    @DisplayName("RFC 9421 §7.2.1: under a license that requires signatures, no credential is accepted without one")
    void licenseRequiresSignatures() {
        String apiKey =
                fixture.admin.keys().create(license, KeyRequest.plain(), BY).key();
        String token = mint().token();
        assertThat(outcome(withKey(apiKey, null))).isEqualTo("granted");
        assertThat(outcome(withToken(token, null))).isEqualTo("granted");
        require(CallSignatures.REQUIRED);
        assertThat(fixture.license(license).signatures()).isEqualTo(CallSignatures.REQUIRED);
        assertThat(outcome(withKey(apiKey, null))).isEqualTo("proof-required Signature");
        assertThat(outcome(withToken(token, null))).isEqualTo("proof-required Signature");
        assertThat(outcome(withKey(apiKey, signer()))).isEqualTo("granted");
        assertThat(outcome(withToken(token, signer()))).isEqualTo("granted");
        assertThat(outcome(signed(signer()))).isEqualTo("granted");
        KeyPair otherPair = SigningKeys.generate(SignatureAlgorithm.ED25519);
        String otherKey = add(fixture.bought("pro@1"), otherPair);
        assertThat(outcome(withKey(
                        apiKey,
                        RequestSigner.with(otherKey, otherPair.getPrivate()).clock(fixture.clock))))
                .isEqualTo("proof-invalid Signature error=\"invalid_signature\"");
        require(CallSignatures.OPTIONAL);
        assertThat(outcome(withKey(apiKey, null))).isEqualTo("granted");
    }

    private void require(CallSignatures use) {
        Object unused =
                fixture.admin.licenses().update(license, LicenseUpdate.none().signed(use), OptionalLong.empty(), BY);
    }

    @Test
    @DisplayName("RFC 9421 §5.1: says what a signature must cover")
    void asksForSignature() {
        require(CallSignatures.REQUIRED);
        String apiKey =
                fixture.admin.keys().create(license, KeyRequest.plain(), BY).key();
        Refusal refusal = ((Refused) withKey(apiKey, null)).refusal();
        assertThat(Objects.requireNonNull(refusal.challenge()).fields())
                .isEqualTo(Map.of(
                        "Accept-Signature",
                        "sig=(\"@method\" \"@authority\" \"@path\" \"@query\" \"x-api-key\");created"));
        assertThat(refusal.detail()).doesNotContain(license);
    }

    @Test
    void cannotManageKeys() {
        Identified who = (Identified) signed(signer());
        assertThat(fixture.engine.built.management().keys(who)).isEmpty();
    }

    @Test
    void floodOfInvalidSignaturesIsLimited() {
        RequestSigner unknown =
                RequestSigner.with("sig_unknown", pair.getPrivate()).clock(fixture.clock);
        String last = "";
        for (int i = 0; i < 301; i++) {
            last = outcome(signed(unknown));
        }
        assertThat(last).startsWith("rate-limited");
        assertThat(outcome(signed(signer()))).isEqualTo("granted");
    }
}
