package io.github.licensing4j.core.credential;

import static io.github.licensing4j.core.credential.RefusedKeysTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;

/** Keys in PEM. */
class PemFileTest {
    private final JWK older = TestKeys.of(JwsAlgorithm.ES256);

    @Test
    void readsPemOfEachType() throws Exception {
        assertSigns(TestKeys.pem(ed25519()), JwsAlgorithm.ED25519);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        assertSigns(TestKeys.pem(generator.generateKeyPair()), JwsAlgorithm.ES256);
        KeyPair rsa = TestKeys.rsa(2048);
        assertSigns(TestKeys.pem(rsa), JwsAlgorithm.PS256);
        assertSigns(TestKeys.pem("PRIVATE KEY", rsa.getPrivate()).replace("\n", "\r\n"), JwsAlgorithm.PS256);
        assertThat(KeyFile.parse(TestKeys.pem("PUBLIC KEY", rsa.getPublic()), "keys.pem")
                        .signing())
                .isEmpty();
    }

    private static void assertSigns(String pem, JwsAlgorithm algorithm) {
        TokenFixture fixture = new TokenFixture();
        KeyFile keys = KeyFile.parse(pem, "keys.pem");
        assertThat(keys.signing().orElseThrow().algorithm()).isEqualTo(algorithm);
        assertThat(fixture.verifier(keys).verify(fixture.token(keys))).isInstanceOf(VerifiedCredential.class);
    }

    @Test
    void requiresUnderivablePublicBlock() throws Exception {
        assertRefused(TestKeys.pem("PRIVATE KEY", ed25519().getPrivate()), "'PUBLIC KEY' block", "-pubout");
        assertRefused(TestKeys.pem("PRIVATE KEY", older.toECKey().toPrivateKey()), "'PUBLIC KEY' block");
    }

    @Test
    void refusesEncryptedPem() throws Exception {
        KeyPair pair = ed25519();
        String visible = TestKeys.pem("PUBLIC KEY", pair.getPublic());
        assertRefused(TestKeys.pem("ENCRYPTED PRIVATE KEY", pair.getPrivate()), "unencrypted");
        assertRefused(visible + TestKeys.pem("ENCRYPTED PRIVATE KEY", pair.getPrivate()), "unencrypted");
        String legacy = TestKeys.pem("RSA PRIVATE KEY", pair.getPrivate())
                .replace("KEY-----\nM", "KEY-----\nProc-Type: 4,ENCRYPTED\n\nM");
        assertThat(legacy).contains("Proc-Type");
        assertRefused(legacy, "encrypted keys are not read");
        assertRefused(visible + legacy, "encrypted keys are not read");
    }

    @Test
    void refusesMoreThanOnePemKey() throws Exception {
        assertRefused(TestKeys.pem(ed25519()) + TestKeys.pem(ed25519()), "two blocks", "one key");
    }

    private static KeyPair ed25519() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
}
