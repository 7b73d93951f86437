package io.github.licensing4j.benchmarks;

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
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** The key of a client that signs DPoP proofs (RFC 9449 §4.2). */
record ProofKey(JwsAlgorithm algorithm, KeyPair pair, JWK jwk) {

    static ProofKey generate(JwsAlgorithm algorithm) throws GeneralSecurityException {
        KeyPair pair = pair(algorithm);
        return new ProofKey(algorithm, pair, jwk(pair.getPublic()));
    }

    String thumbprint() throws JOSEException {
        return jwk.computeThumbprint().toString();
    }

    /** Returns the proof of a GET request with an access token. */
    String proof(String id, String url, String token, Instant at) throws GeneralSecurityException {
        String header =
                "{\"typ\":\"dpop+jwt\",\"alg\":\"" + algorithm.text() + "\",\"jwk\":" + jwk.toJSONString() + "}";
        String claims = "{\"jti\":\"" + id + "\",\"htm\":\"GET\",\"htu\":\"" + url + "\",\"iat\":" + at.getEpochSecond()
                + ",\"ath\":\"" + encode(Sha256.of(token.getBytes(StandardCharsets.US_ASCII))) + "\"}";
        String input =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case ED25519 -> "Ed25519";
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    case PS256 -> "RSASSA-PSS";
                    default -> "SHA256withRSA";
                });
        if (algorithm == JwsAlgorithm.PS256) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + encode(signature.sign());
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair pair(JwsAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            case ES256 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                yield generator.generateKeyPair();
            }
            default -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                yield generator.generateKeyPair();
            }
        };
    }

    private static JWK jwk(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.P_256, ec).build();
        }
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        byte[] der = key.getEncoded();
        byte[] raw = Arrays.copyOfRange(der, der.length - 32, der.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(raw)).build();
    }
}
