package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class FasterCheckTest {
    private static final byte[] INPUT = {'i', 'n', 'p', 'u', 't'};
    private static final byte[] OTHER = {'o', 't', 'h', 'e', 'r'};

    @ParameterizedTest
    @EnumSource(
            value = JwsAlgorithm.class,
            names = {"ED25519", "ES256"},
            mode = Mode.INCLUDE)
    void verifiesAlikeBeforeAndAfterLibraryIsLoaded(JwsAlgorithm algorithm) throws Exception {
        KeyPair pair = pair(algorithm);
        byte[] signature = signed(pair.getPrivate(), algorithm);
        FasterCheck check = (FasterCheck) KeyMaterial.check(pair.getPublic(), algorithm);
        assertThat(check.verify(INPUT, signature)).isTrue();
        assertThat(check.chosen()).as("the test at the start loads nothing").isNull();
        assertThat(check.verify(OTHER, signature)).isFalse();

        FasterCheck.awaitLibrary();
        assertThat(check.verify(INPUT, signature)).isTrue();
        assertThat(check.verify(OTHER, signature)).isFalse();
        assertThat(check.chosen()).isNotNull().isNotInstanceOf(JcaSignatureCheck.class);
    }

    private static KeyPair pair(JwsAlgorithm algorithm) throws GeneralSecurityException {
        if (algorithm == JwsAlgorithm.ED25519) {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] signed(PrivateKey key, JwsAlgorithm algorithm) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm.jca());
        signer.initSign(key);
        signer.update(INPUT);
        return signer.sign();
    }
}
