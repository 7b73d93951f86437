package io.github.licensing4j.core.credential.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes DPoP proofs as a client does, and wrong ones, with one key. Independent of the code that verifies them. */
public final class ProofMaker {
    private final JwsAlgorithm algorithm;
    private final KeyPair pair;
    private final JWK jwk;

    private ProofMaker(JwsAlgorithm algorithm, KeyPair pair) {
        this.algorithm = algorithm;
        this.pair = pair;
        this.jwk = jwk(pair);
    }

    public static ProofMaker of(JwsAlgorithm algorithm) {
        return of(algorithm, 2048);
    }

    /** @param bits of an RSA key */
    static ProofMaker of(JwsAlgorithm algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    switch (algorithm) {
                        case ED25519 -> "Ed25519";
                        case ES256 -> "EC";
                        default -> "RSA";
                    });
            if (algorithm == JwsAlgorithm.ES256) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm != JwsAlgorithm.ED25519) {
                generator.initialize(bits);
            }
            return new ProofMaker(algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWK jwk(KeyPair pair) {
        if (pair.getPublic() instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.P_256, ec).build();
        }
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        byte[] der = pair.getPublic().getEncoded();
        return new OctetKeyPair.Builder(
                        Curve.Ed25519, Base64URL.encode(Arrays.copyOfRange(der, der.length - 32, der.length)))
                .build();
    }

    /** Returns the thumbprint as Nimbus computes it. */
    public String thumbprint() {
        try {
            return jwk.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the header of a right proof, to be changed. */
    public Map<String, @Nullable Object> header() {
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("typ", "dpop+jwt");
        header.put("alg", algorithm.text());
        header.put("jwk", new LinkedHashMap<>(jwk.toJSONObject()));
        return header;
    }

    /** Returns the claims of a right proof, to be changed. */
    public static Map<String, @Nullable Object> claims(String method, String uri, long issued) {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("jti", java.util.UUID.randomUUID().toString());
        claims.put("htm", method);
        claims.put("htu", uri);
        claims.put("iat", issued);
        return claims;
    }

    /** Returns the {@code ath} of a token. */
    public static String hash(String token) {
        return encode(Sha256.of(token.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Signs a header and claims, whatever they are. */
    public String sign(Map<String, @Nullable Object> header, Map<String, @Nullable Object> claims) {
        JsonMapper json = JsonMapper.shared();
        return sign(json.writeValueAsString(header), json.writeValueAsString(claims));
    }

    /** Signs texts, whatever they are. */
    public String sign(String header, String claims) {
        String input =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        return input + "." + encode(signature(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(byte[] input) {
        try {
            Signature signer = Signature.getInstance(
                    switch (algorithm) {
                        case ED25519 -> "Ed25519";
                        case ES256 -> "SHA256withECDSAinP1363Format";
                        case PS256 -> "RSASSA-PSS";
                        default -> "SHA256withRSA";
                    });
            AlgorithmParameterSpec parameters = algorithm == JwsAlgorithm.PS256
                    ? new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)
                    : null;
            if (parameters != null) {
                signer.setParameter(parameters);
            }
            signer.initSign(pair.getPrivate());
            signer.update(input);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the members of the key in a header. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> key(Map<String, @Nullable Object> header) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(header.get("jwk"));
    }
}
