package io.github.licensing4j.core.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import io.github.licensing4j.LicensingException;
import java.security.PrivateKey;
import java.util.Map;

/** A private key with its one algorithm. Never shows the key. */
final class SigningKey {
    private final String kid;
    private final JwsAlgorithm algorithm;
    private final JWSSigner signer;

    /** @throws LicensingException if the key does not go with the algorithm */
    SigningKey(String kid, JwsAlgorithm algorithm, PrivateKey key) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.signer = signer(algorithm, key);
    }

    private static JWSSigner signer(JwsAlgorithm algorithm, PrivateKey key) {
        try {
            return switch (algorithm) {
                case ED25519 -> new JcaEd25519Signer(key);
                case ES256 -> new ECDSASigner(key, Curve.P_256);
                default -> new RSASSASigner(key);
            };
        } catch (JOSEException | IllegalArgumentException e) {
            throw new LicensingException("a private key cannot sign with " + algorithm.text(), e);
        }
    }

    String kid() {
        return kid;
    }

    JwsAlgorithm algorithm() {
        return algorithm;
    }

    /**
     * Returns a JWS in compact form.
     *
     * @param type its {@code typ}
     * @param claims its payload, members in this order
     */
    String sign(String type, Map<String, Object> claims) {
        JWSHeader header = new JWSHeader.Builder(name())
                .type(new JOSEObjectType(type))
                .keyID(kid)
                .build();
        JWSObject jws = new JWSObject(header, new Payload(claims));
        try {
            jws.sign(signer);
            return jws.serialize();
        } catch (JOSEException e) {
            throw cannotSign(e);
        }
    }

    /** Returns the signature of some bytes. */
    byte[] sign(byte[] signingInput) {
        try {
            return signer.sign(new JWSHeader(name()), signingInput).decode();
        } catch (JOSEException e) {
            throw cannotSign(e);
        }
    }

    private JWSAlgorithm name() {
        return JWSAlgorithm.parse(algorithm.text());
    }

    private LicensingException cannotSign(JOSEException cause) {
        return new LicensingException("key '" + kid + "' cannot sign with " + algorithm.text(), cause);
    }

    @Override
    public String toString() {
        return "SigningKey[kid=" + kid + ", alg=" + algorithm.text() + "]";
    }
}
