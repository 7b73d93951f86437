package io.github.licensing4j.core.credential;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerification.Rejected;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.tck.MovableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A verifier that trusts one issuer, and tokens of that issuer in every shape a test wants. */
final class TokenFixture {
    static final String ISSUER = "https://vendor.example";
    static final String AUDIENCE = "weather-api";
    static final long NOW = 1_773_144_000L;

    final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    final String jwks;
    final KeyFile keys;
    final LicenseTokenVerifier verifier;

    TokenFixture() {
        this(JwsAlgorithm.ED25519);
    }

    TokenFixture(JwsAlgorithm algorithm) {
        this.jwks = KeyPairs.generate(algorithm).toString(false);
        this.keys = KeyFile.parse(jwks, "test keys");
        this.verifier = verifier(keys);
    }

    LicenseTokenVerifier verifier(KeySource... sources) {
        return new LicenseTokenVerifier(
                List.of(new TrustAnchor(ISSUER, AUDIENCE, List.of(sources))), Duration.ofSeconds(30), clock, List.of());
    }

    /** A verifier of tokens that may be bound to keys. */
    LicenseTokenVerifier proving(ProofVerifier... proofs) {
        return new LicenseTokenVerifier(
                List.of(new TrustAnchor(ISSUER, AUDIENCE, List.of(keys))),
                Duration.ofSeconds(30),
                clock,
                List.of(proofs));
    }

    String token() {
        return token(keys);
    }

    /** A token of the same issuer, signed by other keys. */
    String token(KeyFile signer) {
        return new LicenseTokenIssuer(ISSUER, AUDIENCE, signer, clock)
                .issue(LicenseTokenRequest.of("acme", "lic_1", new PlanId("pro", 1), Duration.ofHours(1)));
    }

    SigningKey signing() {
        return keys.signing().orElseThrow();
    }

    /** Claims that verify, with some text put in place of a part of them. */
    static String claims(String part, String replacement) {
        String claims = "{'iss':'" + ISSUER + "','sub':'acme','aud':'" + AUDIENCE + "','jti':'tok_1','iat':" + NOW
                + ",'nbf':" + NOW + ",'exp':" + (NOW + 3600) + ",'lic':'lic_1','plan':'pro@1'}";
        if (!claims.contains(part)) {
            throw new IllegalArgumentException("the claims have no " + part);
        }
        return claims.replace(part, replacement).replace('\'', '"');
    }

    static String claims() {
        return claims("'iss'", "'iss'");
    }

    String header() {
        return "{'typ':'license+jwt','alg':'" + signing().algorithm().text() + "','kid':'"
                + signing().kid() + "'}";
    }

    /** A token of exactly these texts, signed with this fixture's key. */
    String signed(String header, String claims) {
        String input = encode(header.replace('\'', '"')) + "." + encode(claims);
        return input + "." + encode(signing().sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    String signed(String claims) {
        return signed(header(), claims);
    }

    Rejected rejected(String token) {
        CredentialVerification verification = verifier.verify(token);
        if (verification instanceof Rejected rejected) {
            return rejected;
        }
        throw new AssertionError("expected a refusal, got " + verification);
    }

    VerifiedCredential verified(String token) {
        CredentialVerification verification = verifier.verify(token);
        if (verification instanceof VerifiedCredential caller) {
            return caller;
        }
        throw new AssertionError("expected a verified caller, got " + verification);
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
