package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallBuilder;
import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.SignatureKeys.KeyUse;
import io.github.licensing4j.admin.SignatureKeys.NewSignatureKey;
import io.github.licensing4j.admin.SignatureKeys.SignatureKeyRequest;
import io.github.licensing4j.client.RequestSigner;
import io.github.licensing4j.core.credential.signature.SignatureAlgorithm;
import io.github.licensing4j.core.credential.signature.SigningKeys;
import io.github.licensing4j.core.hash.Sha256;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Signature keys from their creation to calls that are signed by them, alone and beside other credentials. */
class SignedCallTest extends SignedCallFixture {
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
                new CallerBindings(List.of("198.51.100.0/24"), Set.of(), Set.of(), Set.of()),
                fixture.clock.instant().plusSeconds(60));
        NewSignatureKey key =
                fixture.admin.signatureKeys().add(license, new SignatureKeyRequest("hmac-sha256", null, null, use), BY);
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
    void licenseOfKeyDecides() {
        assertThat(outcome(signed(signer()))).isEqualTo("granted");
        fixture.admin.licenses().suspend(license, BY);
        assertThat(outcome(signed(signer()))).isEqualTo("license-suspended");
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
