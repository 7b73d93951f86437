package io.github.licensing4j.core.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;

/** Keys in the shapes that files and servers have them in. */
final class TestKeys {
    private TestKeys() {}

    /** A private key with its own kid as its thumbprint. */
    static JWK fresh() {
        return of(JwsAlgorithm.ED25519);
    }

    static JWK of(JwsAlgorithm algorithm) {
        return KeyPairs.generate(algorithm).getKeys().get(0);
    }

    /** A set with private parts. */
    static String own(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false);
    }

    /** A set without private parts. */
    static String published(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    static String pem(String label, Key key) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + label
                + "-----\n";
    }

    static String pem(KeyPair pair) {
        return pem("PRIVATE KEY", pair.getPrivate()) + pem("PUBLIC KEY", pair.getPublic());
    }
}
