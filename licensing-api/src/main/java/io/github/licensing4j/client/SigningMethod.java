package io.github.licensing4j.client;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key with its algorithm.
 *
 * @param algorithm its name in RFC 9421 §6.2.2
 * @param signer signs with the key
 */
record SigningMethod(String algorithm, Signer signer) {
    private static final int P256_BITS = 256;
    private static final int P384_BITS = 384;
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);

    /** Signs bytes. */
    interface Signer {
        byte[] sign(byte[] base) throws GeneralSecurityException;
    }

    static SigningMethod of(PrivateKey key) {
        if (key instanceof RSAPrivateKey) {
            return new SigningMethod("rsa-pss-sha512", base -> {
                Signature signer = Signature.getInstance("RSASSA-PSS");
                signer.setParameter(PSS);
                return signed(signer, key, base);
            });
        }
        if (key instanceof ECPrivateKey ec) {
            return ecdsa(ec);
        }
        String type = key.getAlgorithm();
        if (!type.equals("EdDSA") && !type.equals("Ed25519")) {
            throw new IllegalArgumentException(
                    "a key of type " + type + " cannot sign requests: expected Ed25519, EC (P-256, P-384) or RSA");
        }
        return new SigningMethod("ed25519", base -> signed(Signature.getInstance("Ed25519"), key, base));
    }

    private static SigningMethod ecdsa(ECPrivateKey key) {
        int bits = key.getParams().getOrder().bitLength();
        if (bits != P256_BITS && bits != P384_BITS) {
            throw new IllegalArgumentException(
                    "a key of " + bits + " bits cannot sign requests: expected P-256 or P-384");
        }
        String hash = bits == P256_BITS ? "256" : "384";
        return new SigningMethod(
                "ecdsa-p" + hash + "-sha" + hash,
                base -> signed(Signature.getInstance("SHA" + hash + "withECDSAinP1363Format"), key, base));
    }

    static SigningMethod hmac(byte[] secret) {
        SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
        return new SigningMethod("hmac-sha256", base -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(base);
        });
    }

    private static byte[] signed(Signature signer, PrivateKey key, byte[] base) throws GeneralSecurityException {
        signer.initSign(key);
        signer.update(base);
        return signer.sign();
    }

    @Override
    public String toString() {
        return "SigningMethod[" + algorithm + "]";
    }
}
