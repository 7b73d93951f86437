package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;

/** A private key with its one algorithm. Never shows the key. */
final class SigningKey {
    private final String kid;
    private final JwsAlgorithm algorithm;
    private final PrivateKey key;

    SigningKey(String kid, JwsAlgorithm algorithm, PrivateKey key) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.key = key;
    }

    String kid() {
        return kid;
    }

    JwsAlgorithm algorithm() {
        return algorithm;
    }

    byte[] sign(byte[] signingInput) {
        try {
            Signature signer = Signature.getInstance(algorithm.jca());
            AlgorithmParameterSpec parameters = algorithm.parameters();
            if (parameters != null) {
                signer.setParameter(parameters);
            }
            signer.initSign(key);
            signer.update(signingInput);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new LicensingException("key '" + kid + "' cannot sign with " + algorithm.text(), e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[kid=" + kid + ", alg=" + algorithm.text() + "]";
    }
}
