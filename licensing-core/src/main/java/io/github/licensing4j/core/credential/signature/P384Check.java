package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.SignatureCheck;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** Verifies ECDSA signatures over P-384 with SHA-384 (RFC 9421 §3.3.5): R and S, 48 bytes each. */
record P384Check(PublicKey key) implements SignatureCheck {
    private static final String ALGORITHM = "SHA384withECDSAinP1363Format";
    private static final int HALF = 48;

    @Override
    public boolean verify(byte[] signingInput, byte[] signature) {
        // A broken verifier would accept zeros.
        if (signature.length != 2 * HALF || isZero(signature, 0) || isZero(signature, HALF)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(signingInput);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // The JDK throws this for numbers that are out of range.
            return false;
        } catch (GeneralSecurityException e) {
            throw new LicensingException("this JDK cannot verify " + ALGORITHM, e);
        }
    }

    private static boolean isZero(byte[] signature, int from) {
        int bits = 0;
        for (int i = from; i < from + HALF; i++) {
            bits |= signature[i];
        }
        return bits == 0;
    }
}
