package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.hash.Sha256;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;

/** Verifies signatures with the JDK. */
record JcaSignatureCheck(PublicKey key, JwsAlgorithm algorithm) implements SignatureCheck {
    private static final int ED25519_BYTES = 64;

    /**
     * Returns a check with a key that was tested: the JDK accepts bytes that are no point of the curve, and fails only
     * when it first verifies with them.
     *
     * @throws LicensingException if the key cannot be used
     */
    static JcaSignatureCheck tried(PublicKey key, JwsAlgorithm algorithm) {
        JcaSignatureCheck check = new JcaSignatureCheck(key, algorithm);
        boolean unused = check.verify(new byte[0], new byte[ED25519_BYTES]);
        return check;
    }

    @Override
    public boolean verify(byte[] signingInput, byte[] signature) {
        if (!hasPossibleForm(signature)) {
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
            return verifier.verify(signature) || isReduced(signingInput, signature);
        } catch (SignatureException e) {
            // The JDK throws this for a signature of the wrong length or encoding.
            return false;
        } catch (GeneralSecurityException e) {
            throw new LicensingException("this JDK cannot verify " + algorithm.text() + " with the configured key", e);
        }
    }

    private boolean isReduced(byte[] input, byte[] signature) throws GeneralSecurityException {
        if (algorithm != JwsAlgorithm.ES256 || !(key instanceof ECPublicKey ec)) {
            return false;
        }
        BigInteger r = new BigInteger(1, signature, 0, EcdsaForm.HALF);
        return ReducedEcdsa.canBeReduced(r, ec)
                && ReducedEcdsa.verify(
                        ec, Sha256.of(input), r, new BigInteger(1, signature, EcdsaForm.HALF, EcdsaForm.HALF));
    }

    private boolean hasPossibleForm(byte[] signature) {
        return switch (algorithm) {
            case ES256, ES384, ES512 -> EcdsaForm.isPossible(signature, algorithm.ecdsaHalf());
            // The JDK reads the first 64 bytes and ignores any that follow.
            case ED25519 -> signature.length == ED25519_BYTES;
            default -> true;
        };
    }
}
