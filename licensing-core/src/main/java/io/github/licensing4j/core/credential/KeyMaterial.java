package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** Converts keys of the JDK into checks and signers. */
public final class KeyMaterial {
    /** The DER prefixes of raw Ed25519 keys (RFC 8410 §4, §7). */
    private static final byte[] SPKI = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private static final byte[] PKCS8 = {
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20
    };
    private static final int ED25519_BYTES = 32;
    private static final int MIN_RSA_BITS = 2048;

    private KeyMaterial() {}

    /**
     * Returns a check with a key and one algorithm, by the JDK, and by Bouncy Castle once that is loaded.
     *
     * @throws LicensingException if the key does not go with the algorithm, is too short, or is no point of its curve
     */
    public static SignatureCheck check(PublicKey key, JwsAlgorithm algorithm) {
        if (!goesWith(key, algorithm)) {
            throw new LicensingException(
                    "a key of type " + key.getAlgorithm() + " does not go with " + algorithm.text());
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new LicensingException("an RSA key has " + rsa.getModulus().bitLength() + " bits, expected at least "
                    + MIN_RSA_BITS + " (RFC 7518 §3.3)");
        }
        if (algorithm == JwsAlgorithm.ED25519 && SmallOrderPoints.has(rawEd25519(key))) {
            throw new LicensingException(
                    "an Ed25519 public key is a point of small order, for which signatures can be made without a private key");
        }
        JcaSignatureCheck tried = JcaSignatureCheck.tried(key, algorithm);
        return algorithm == JwsAlgorithm.ED25519 || algorithm == JwsAlgorithm.ES256 ? new FasterCheck(tried) : tried;
    }

    /**
     * Returns a check with the key of a message: by Bouncy Castle once that is loaded, otherwise by the JDK. The key is not
     * tested, so that verifying may throw a {@link LicensingException} for one that is malformed.
     *
     * @throws LicensingException if the key is no point of its curve
     */
    public static SignatureCheck untested(PublicKey key, JwsAlgorithm algorithm) {
        JcaSignatureCheck byJdk = new JcaSignatureCheck(key, algorithm);
        if (key instanceof RSAPublicKey) {
            return byJdk;
        }
        return FasterCheck.isLibraryLoaded() ? BouncyCastleChecks.of(key, algorithm) : new FasterCheck(byJdk);
    }

    /**
     * Returns a check with the Ed25519 key of a message, as {@link #untested(PublicKey, JwsAlgorithm)} does. Bouncy Castle decodes its
     * bytes, so that no key of the JDK is made for it.
     *
     * @param raw 32 bytes (RFC 8032 §5.1.5)
     * @throws LicensingException if they are no point of the curve
     */
    public static SignatureCheck untestedEd25519(byte[] raw) {
        return FasterCheck.isLibraryLoaded()
                ? BouncyCastleChecks.ed25519(raw)
                : new FasterCheck(new JcaSignatureCheck(ed25519Public(raw), JwsAlgorithm.ED25519));
    }

    private static boolean goesWith(PublicKey key, JwsAlgorithm algorithm) {
        return switch (algorithm) {
            case ED25519 ->
                key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519");
            case ES256 -> isOnCurveOf(key, 256);
            case ES384 -> isOnCurveOf(key, 384);
            case ES512 -> isOnCurveOf(key, 521);
            default -> key instanceof RSAPublicKey;
        };
    }

    private static boolean isOnCurveOf(PublicKey key, int bits) {
        return key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == bits;
    }

    /** Returns the key of 32 bytes (RFC 8032 §5.1.5). */
    public static PublicKey ed25519Public(byte[] raw) {
        return generate("Ed25519", factory -> factory.generatePublic(new X509EncodedKeySpec(framed(SPKI, raw))));
    }

    static PrivateKey ed25519Private(byte[] raw) {
        return generate("Ed25519", factory -> factory.generatePrivate(new PKCS8EncodedKeySpec(framed(PKCS8, raw))));
    }

    /** Returns the 32 bytes of an Ed25519 public key. */
    static byte[] rawEd25519(PublicKey key) {
        return Arrays.copyOfRange(key.getEncoded(), SPKI.length, SPKI.length + ED25519_BYTES);
    }

    /** Returns the 32 bytes of an Ed25519 private key. */
    static byte[] rawEd25519(PrivateKey key) {
        return Arrays.copyOfRange(key.getEncoded(), PKCS8.length, PKCS8.length + ED25519_BYTES);
    }

    /** Generates a key. */
    public interface Generation<K> {
        K with(KeyFactory factory) throws GeneralSecurityException;
    }

    /**
     * Generates a key of a type of {@link KeyFactory}.
     *
     * @throws LicensingException if it is not well-formed
     */
    public static <K> K generate(String type, Generation<K> generation) {
        try {
            return generation.with(KeyFactory.getInstance(type));
        } catch (GeneralSecurityException e) {
            throw new LicensingException("a key is not a well-formed " + type + " key", e);
        }
    }

    private static byte[] framed(byte[] frame, byte[] raw) {
        if (raw.length != ED25519_BYTES) {
            throw new LicensingException("an Ed25519 key has " + raw.length + " bytes, expected " + ED25519_BYTES);
        }
        byte[] der = Arrays.copyOf(frame, frame.length + raw.length);
        System.arraycopy(raw, 0, der, frame.length, raw.length);
        return der;
    }

    /** Loads Bouncy Castle; returns false where it is not present. */
    static boolean loadBouncyCastle() {
        try {
            // Older versions have no decoded points; the JDK is as fast as they are.
            Class.forName(
                    "org.bouncycastle.math.ec.rfc8032.Ed25519$PublicPoint", false, KeyMaterial.class.getClassLoader());
            BouncyCastleChecks.prepare();
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
