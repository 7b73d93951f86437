package io.github.licensing4j.core.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.github.licensing4j.LicensingException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one key in PEM (RFC 7468): {@code PUBLIC KEY} to verify, {@code PRIVATE KEY} (PKCS #8, not encrypted) to sign
 * as well. Its kid is its RFC 7638 thumbprint; an RSA key is used with PS256.
 */
final class PemKeys {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final List<String> TYPES = List.of("Ed25519", "EC", "RSA");

    private PemKeys() {}

    static HostKey read(String pem, String where) {
        Map<String, byte[]> blocks = blocks(pem, where);
        byte[] publicDer = blocks.get(PUBLIC);
        byte[] privateDer = blocks.get(PRIVATE);
        PrivateKey privateKey = privateDer == null
                ? null
                : firstOf(where, type -> type.generatePrivate(new PKCS8EncodedKeySpec(privateDer)));
        PublicKey publicKey = publicDer == null
                ? derived(privateKey, where)
                : firstOf(where, type -> type.generatePublic(new X509EncodedKeySpec(publicDer)));
        return hostKey(publicKey, privateKey, where);
    }

    private static Map<String, byte[]> blocks(String pem, String where) {
        Map<String, byte[]> blocks = new HashMap<>();
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            String label = block.group(1);
            if (!label.equals(PUBLIC) && !label.equals(PRIVATE)) {
                throw new LicensingException(where + ": a block is '" + label
                        + "', expected 'PUBLIC KEY' or an unencrypted 'PRIVATE KEY' (PKCS #8)");
            }
            if (blocks.put(label, der(block.group(2), where)) != null) {
                throw new LicensingException(where + ": two blocks are '" + label + "', expected one key");
            }
        }
        // Blocks that the pattern does not match, such as a legacy encrypted key, must not be ignored.
        if (block.replaceAll("").contains("-----BEGIN ")) {
            throw new LicensingException(where + ": a block is not well-formed, expected base64 alone between its BEGIN"
                    + " and END (RFC 7468); encrypted keys are not read");
        }
        return blocks;
    }

    private static byte[] der(String base64, String where) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new LicensingException(where + ": a block is not well-formed base64", e);
        }
    }

    private static HostKey hostKey(PublicKey publicKey, @Nullable PrivateKey privateKey, String where) {
        try {
            JWK jwk = jwk(publicKey);
            JwsAlgorithm algorithm = jwk instanceof OctetKeyPair
                    ? JwsAlgorithm.ED25519
                    : jwk instanceof ECKey ? JwsAlgorithm.ES256 : JwsAlgorithm.PS256;
            String kid = jwk.computeThumbprint().toString();
            SignatureCheck check = KeyMaterial.check(publicKey, algorithm);
            return new HostKey(
                    new VerificationKey(kid, algorithm, check),
                    privateKey == null ? null : new SigningKey(kid, algorithm, privateKey),
                    named(jwk, kid, algorithm));
        } catch (JOSEException | IllegalStateException | IllegalArgumentException | LicensingException e) {
            // The builders report a point on another curve by an unchecked exception.
            throw new LicensingException(where + ": the key cannot be used: " + e.getMessage(), e);
        }
    }

    /** Returns the public part with its use and algorithm, which readers of a set need. */
    private static JWK named(JWK jwk, String kid, JwsAlgorithm algorithm) {
        Map<String, Object> members = jwk.toJSONObject();
        members.put("kid", kid);
        members.put("alg", algorithm.text());
        members.put("use", "sig");
        try {
            return JWK.parse(members);
        } catch (ParseException e) {
            throw new IllegalStateException("a key that was just made is well-formed", e);
        }
    }

    private static JWK jwk(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.P_256, ec).build();
        }
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(KeyMaterial.rawEd25519(key))).build();
    }

    private static PublicKey derived(@Nullable PrivateKey privateKey, String where) {
        if (privateKey instanceof RSAPrivateCrtKey rsa) {
            return KeyMaterial.generate(
                    "RSA",
                    factory -> factory.generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
        }
        throw new LicensingException(where
                + (privateKey == null
                        ? ": no PEM block found, expected 'PUBLIC KEY' or 'PRIVATE KEY'"
                        : ": a private key of this type needs its 'PUBLIC KEY' block in the same file"
                                + " (openssl pkey -pubout)"));
    }

    private static <K> K firstOf(String where, KeyMaterial.Generation<K> generation) {
        GeneralSecurityException last = new GeneralSecurityException("no type was tried");
        for (String type : TYPES) {
            try {
                return generation.with(KeyFactory.getInstance(type));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new LicensingException(where + ": a key is neither Ed25519, nor EC, nor RSA", last);
    }
}
