package io.github.licensing4j.core.credential.signature;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.KeyMaterial;
import io.github.licensing4j.core.credential.SignatureCheck;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;

/**
 * A public key in the form of a JWK (RFC 7517).
 *
 * @param jwk its required members only
 * @param check verifies with it
 */
public record PublicKeyJwk(String jwk, SignatureCheck check) {
    private static final int MAX_LENGTH = 4096;
    /** Longer keys take too long to verify with. */
    private static final int MAX_RSA_BITS = 4096;

    private static final int MIN_RSA_BITS = 2048;

    /**
     * Reads a public key.
     *
     * @param text the JWK; members that are not part of the key are dropped
     * @param algorithm not {@link SignatureAlgorithm#HMAC_SHA256}
     * @throws LicensingException if it is no public key of the algorithm; the message contains no part of it
     */
    public static PublicKeyJwk read(String text, SignatureAlgorithm algorithm) {
        JWK jwk = parse(text);
        if (jwk.isPrivate()) {
            throw new LicensingException("expected a public key, got one with a private or secret part");
        }
        try {
            return new PublicKeyJwk(JSONObjectUtils.toJSONString(jwk.getRequiredParams()), check(jwk, algorithm));
        } catch (JOSEException | IllegalArgumentException | IllegalStateException e) {
            throw new LicensingException("the key is not well-formed", e);
        }
    }

    private static JWK parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new LicensingException("the key has more than " + MAX_LENGTH + " characters");
        }
        try {
            return JWK.parse(text);
        } catch (ParseException | RuntimeException e) {
            // Its message may show a part of the text, which may be a private key. Some texts make the parser fail with
            // a runtime exception.
            throw new LicensingException("expected a JWK (RFC 7517)");
        }
    }

    private static SignatureCheck check(JWK jwk, SignatureAlgorithm algorithm) throws JOSEException {
        return switch (algorithm) {
            case ED25519 -> KeyMaterial.check(ed25519(jwk), JwsAlgorithm.ED25519);
            case ECDSA_P256_SHA256 -> KeyMaterial.check(ec(jwk, Curve.P_256), JwsAlgorithm.ES256);
            case ECDSA_P384_SHA384 -> new P384Check(ec(jwk, Curve.P_384));
            case RSA_PSS_SHA512 -> KeyMaterial.check(rsa(jwk), JwsAlgorithm.PS512);
            case HMAC_SHA256 -> throw new LicensingException("hmac-sha256 has no public key");
        };
    }

    private static PublicKey ed25519(JWK jwk) {
        if (!(jwk instanceof OctetKeyPair okp) || !Curve.Ed25519.equals(okp.getCurve())) {
            throw new LicensingException("expected a key with kty OKP and crv Ed25519");
        }
        return KeyMaterial.ed25519Public(okp.getDecodedX());
    }

    private static ECPublicKey ec(JWK jwk, Curve curve) throws JOSEException {
        // The parser has checked that it is a point of its curve.
        if (!(jwk instanceof ECKey ec) || !curve.equals(ec.getCurve())) {
            throw new LicensingException("expected a key with kty EC and crv " + curve.getName());
        }
        return ec.toECPublicKey();
    }

    private static RSAPublicKey rsa(JWK jwk) throws JOSEException {
        if (!(jwk instanceof RSAKey rsa)) {
            throw new LicensingException("expected a key with kty RSA");
        }
        RSAPublicKey key = rsa.toRSAPublicKey();
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw new LicensingException(
                    "the key has " + bits + " bits, expected " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
        }
        return key;
    }
}
