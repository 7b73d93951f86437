package io.github.licensing4j.spring.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;

/** A client of the test: a key and the algorithm it signs with. It signs texts, whatever they are. */
final class ProofClient {
    private final String algorithm;
    private final KeyPair pair;
    private final JWK jwk;

    private ProofClient(String algorithm, KeyPair pair) {
        this.algorithm = algorithm;
        this.pair = pair;
        this.jwk = jwk(pair);
    }

    /** @param size the bits of an RSA key or of a curve; not read for Ed25519 */
    static ProofClient of(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    switch (algorithm.charAt(0)) {
                        case 'E' -> algorithm.startsWith("ES") ? "EC" : "Ed25519";
                        default -> "RSA";
                    });
            if (algorithm.startsWith("ES")) {
                generator.initialize(new ECGenParameterSpec("secp" + size + "r1"));
            } else if (!algorithm.startsWith("Ed")) {
                generator.initialize(size);
            }
            return new ProofClient(algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a client with the same key that signs with another algorithm. */
    ProofClient as(String other) {
        return new ProofClient(other, pair);
    }

    private static JWK jwk(KeyPair pair) {
        if (pair.getPublic() instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
        }
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        byte[] der = pair.getPublic().getEncoded();
        return new OctetKeyPair.Builder(
                        Curve.Ed25519, Base64URL.encode(Arrays.copyOfRange(der, der.length - 32, der.length)))
                .build();
    }

    String thumbprint() {
        try {
            return jwk.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String jwk() {
        return jwk.toJSONString();
    }

    /** Returns the header of a right proof. */
    String header() {
        return "{\"typ\":\"dpop+jwt\",\"alg\":\"" + algorithm + "\",\"jwk\":" + jwk() + "}";
    }

    String sign(String header, String claims) {
        return sign(header.getBytes(StandardCharsets.UTF_8), claims.getBytes(StandardCharsets.UTF_8));
    }

    String sign(byte[] header, byte[] claims) {
        String input = Base64URL.encode(header) + "." + Base64URL.encode(claims);
        return input + "." + Base64URL.encode(signature(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(byte[] input) {
        try {
            String digits = algorithm.substring(2);
            Signature signer = Signature.getInstance(
                    switch (algorithm.substring(0, 2)) {
                        case "ES" -> "SHA" + digits + "withECDSAinP1363Format";
                        case "PS" -> "RSASSA-PSS";
                        case "RS" -> "SHA" + digits + "withRSA";
                        default -> "Ed25519";
                    });
            if (algorithm.startsWith("PS")) {
                signer.setParameter(new PSSParameterSpec(
                        "SHA-" + digits,
                        "MGF1",
                        new MGF1ParameterSpec("SHA-" + digits),
                        Integer.parseInt(digits) / 8,
                        PSSParameterSpec.TRAILER_FIELD_BC));
            }
            signer.initSign(pair.getPrivate());
            signer.update(input);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
