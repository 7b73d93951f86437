package io.github.licensing4j.core.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.github.licensing4j.tck.MovableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Four trusted keys, one for each algorithm, and one key that is not trusted. */
final class TrustedKeys {
    final JWKSet set;
    final List<SigningKey> signing;
    final SigningKey stranger;
    final LicenseTokenVerifier verifier;
    final NimbusReference nimbus;

    TrustedKeys() {
        List<JWK> keys = Stream.of(JwsAlgorithm.ED25519, JwsAlgorithm.ES256, JwsAlgorithm.PS256, JwsAlgorithm.RS256)
                .map(TestKeys::of)
                .toList();
        this.set = new JWKSet(keys);
        this.signing = JwkSets.readOwn(set.toString(false), "trusted keys").stream()
                .flatMap(key -> Stream.ofNullable(key.signing()))
                .toList();
        this.stranger = Objects.requireNonNull(JwkSets.readOwn(TestKeys.own(TestKeys.fresh()), "another key")
                .get(0)
                .signing());
        MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
        TrustAnchor anchor = new TrustAnchor(
                TokenFixture.ISSUER, TokenFixture.AUDIENCE, List.of(KeyFile.parse(set.toString(true), "trusted keys")));
        this.verifier = new LicenseTokenVerifier(List.of(anchor), Duration.ofSeconds(30), clock, List.of());
        this.nimbus = new NimbusReference(set, clock);
    }

    /** The header of a key's tokens, with ' for ". */
    static String header(SigningKey key) {
        return "{'typ':'license+jwt','alg':'" + key.algorithm().text() + "','kid':'" + key.kid() + "'}";
    }

    /** Signs these bytes, whatever they are. */
    static String sign(SigningKey key, byte[] header, byte[] claims) {
        String input = TokenFixture.encode(header) + "." + TokenFixture.encode(claims);
        return input + "." + TokenFixture.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Signs these texts, with ' for ". */
    static String sign(SigningKey key, String header, String claims) {
        return sign(key, json(header), json(claims));
    }

    static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    boolean accepts(String token) {
        return verifier.verify(token) instanceof VerifiedCredential;
    }
}
