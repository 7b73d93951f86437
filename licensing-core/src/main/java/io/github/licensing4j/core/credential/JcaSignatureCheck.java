package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;

/** Verification by the JDK. */
record JcaSignatureCheck(PublicKey key, JwsAlgorithm algorithm) implements SignatureCheck {

    @Override
    public boolean verify(byte[] signingInput, byte[] signature) {
        if (algorithm == JwsAlgorithm.ES256 && !EcdsaForm.isPossible(signature)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(algorithm.jca());
            AlgorithmParameterSpec parameters = algorithm.parameters();
            if (parameters != null) {
                verifier.setParameter(parameters);
            }
            verifier.initVerify(key);
            verifier.update(signingInput);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // What the JDK says of a signature of the wrong length or encoding.
            return false;
        } catch (GeneralSecurityException e) {
            throw new LicensingException("this JDK cannot verify " + algorithm.text() + " with the configured key", e);
        }
    }
}
