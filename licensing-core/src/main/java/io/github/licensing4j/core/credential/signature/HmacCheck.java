package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.core.credential.SignatureCheck;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies HMAC-SHA-256 codes (RFC 9421 §3.3.3) in a time that does not depend on where they differ. */
final class HmacCheck implements SignatureCheck {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    HmacCheck(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    @Override
    public boolean verify(byte[] signingInput, byte[] signature) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return MessageDigest.isEqual(mac.doFinal(signingInput), signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "HmacCheck[***]";
    }
}
