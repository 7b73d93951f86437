package io.github.licensing4j.core.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.github.licensing4j.LicensingException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** Generates signing keys. */
public final class KeyPairs {
    private static final int RSA_BITS = 3072;

    private KeyPairs() {}

    /** Generates a key of an algorithm for license tokens, as a set of one, kid its RFC 7638 thumbprint. */
    public static JWKSet generate(JwsAlgorithm algorithm) {
        if (!algorithm.isForLicenses()) {
            throw new IllegalArgumentException(
                    "license tokens are signed with Ed25519, ES256, PS256 or RS256, not " + algorithm.text());
        }
        try {
            return new JWKSet(jwk(algorithm));
        } catch (GeneralSecurityException | JOSEException e) {
            throw new LicensingException("this JDK cannot make a key for " + algorithm.text(), e);
        }
    }

    private static JWK jwk(JwsAlgorithm algorithm) throws GeneralSecurityException, JOSEException {
        JWSAlgorithm alg = JWSAlgorithm.parse(algorithm.text());
        return switch (algorithm) {
            case ED25519 -> {
                // The generator of Nimbus requires Google Tink.
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                yield new OctetKeyPair.Builder(
                                Curve.Ed25519, Base64URL.encode(KeyMaterial.rawEd25519(pair.getPublic())))
                        .d(Base64URL.encode(KeyMaterial.rawEd25519(pair.getPrivate())))
                        .algorithm(alg)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint()
                        .build();
            }
            case ES256 ->
                new ECKeyGenerator(Curve.P_256)
                        .algorithm(alg)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint(true)
                        .generate();
            default ->
                new RSAKeyGenerator(RSA_BITS)
                        .algorithm(alg)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint(true)
                        .generate();
        };
    }
}
