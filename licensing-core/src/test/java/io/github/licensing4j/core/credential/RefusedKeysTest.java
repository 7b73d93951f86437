package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.TestKeys.own;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.licensing4j.LicensingException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that cannot be used, each with the reason. */
class RefusedKeysTest {
    private final JWK newer = TestKeys.fresh();
    private final JWK older = TestKeys.of(JwsAlgorithm.ES256);

    static void assertRefused(String text, String... because) {
        assertThatThrownBy(() -> KeyFile.parse(text, "keys.json"))
                .isInstanceOf(LicensingException.class)
                .hasMessageStartingWith("keys.json: ")
                .hasMessageContainingAll(because);
    }

    @Test
    void refusesRsaKeyWithoutAlgorithm() throws Exception {
        RSAKey key = new RSAKey.Builder((RSAPublicKey) TestKeys.rsa(2048).getPublic())
                .keyID("r1")
                .build();
        assertRefused(own(key), "'r1'", "PS256 or RS256");
    }

    @Test
    void refusesAShortRsaKey() throws Exception {
        KeyPair pair = TestKeys.rsa(1024);
        RSAKey key = new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .keyID("r1")
                .algorithm(JWSAlgorithm.RS256)
                .build();
        assertRefused(own(key), "'r1'", "1024 bits", "2048");
        assertRefused(TestKeys.pem(pair), "1024 bits", "2048");
    }

    @Test
    void refusesAnotherCurve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair pair = generator.generateKeyPair();
        ECKey key = new ECKey.Builder(Curve.P_384, (ECPublicKey) pair.getPublic())
                .keyID("e1")
                .build();
        assertRefused(own(key), "'e1'", "P-256");
        assertRefused(TestKeys.pem(pair), "cannot be used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "ES384", "RS512", "RSA-OAEP", "ed25519"})
    void refusesAnotherAlgorithm(String algorithm) {
        assertRefused(own(newer).replace("\"alg\":\"Ed25519\"", "\"alg\":\"" + algorithm + "\""), "'alg'");
    }

    @Test
    void refusesAKeyForSomethingElse() {
        assertRefused(own(newer).replace("\"use\":\"sig\"", "\"use\":\"enc\""), "'use' or 'key_ops'");
        assertRefused(own(newer).replace("\"use\":\"sig\"", "\"key_ops\":[\"encrypt\"]"), "'use' or 'key_ops'");
    }

    @Test
    void refusesASymmetricKey() {
        assertRefused(
                own(new OctetSequenceKey.Builder(new byte[32])
                        .keyID("s1")
                        .algorithm(JWSAlgorithm.HS256)
                        .build()),
                "'s1'");
    }

    @Test
    void refusesAPrivatePartOfAnotherKey() throws Exception {
        JWK other = TestKeys.fresh();
        String mixed = own(newer)
                .replace(
                        newer.toOctetKeyPair().getD().toString(),
                        other.toOctetKeyPair().getD().toString());
        assertRefused(mixed, newer.getKeyID(), "does not belong");
        KeyPair one = ed25519();
        KeyPair two = ed25519();
        assertRefused(
                TestKeys.pem("PRIVATE KEY", one.getPrivate()) + TestKeys.pem("PUBLIC KEY", two.getPublic()),
                "does not belong");
    }

    @Test
    void refusesTwoKeysOfOneKid() {
        String twice = own(newer, older).replace(older.getKeyID(), newer.getKeyID());
        assertRefused(twice, "two keys have the kid '" + newer.getKeyID() + "'");
    }

    @Test
    void refusesAnEmptySet() {
        assertRefused("{\"keys\":[]}", "no keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[null]}",
                "{\"keys\":[{}]}",
                "",
                "   ",
                "garbage",
                "[]",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}]}",
                "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----"
            })
    void refusesGarbage(String text) {
        assertRefused(text, "keys.json");
    }

    private static KeyPair ed25519() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
}
