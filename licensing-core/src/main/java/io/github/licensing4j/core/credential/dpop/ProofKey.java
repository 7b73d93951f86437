package io.github.licensing4j.core.credential.dpop;

import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.KeyMaterial;
import io.github.licensing4j.core.credential.SignatureCheck;
import io.github.licensing4j.core.credential.SmallOrderPoints;
import io.github.licensing4j.core.credential.StrictBase64;
import io.github.licensing4j.core.credential.StrictJson;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.hash.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The public key in the header of a proof ({@code jwk}, RFC 7517), in its one canonical form: coordinates of full length,
 * RSA numbers without leading zeros. Other spellings have other thumbprints, so they are refused.
 */
final class ProofKey {
    private static final ECParameterSpec P256 = Curve.P_256.toECParameterSpec();
    private static final int COORDINATE_BYTES = 32;
    private static final int MAX_MEMBER = 1024;
    private static final int MIN_RSA_BITS = 2048;
    /** Longer keys take too long to verify with. */
    private static final int MAX_RSA_BITS = 4096;

    private static final int MAX_EXPONENT_BYTES = 4;

    private final JwsAlgorithm algorithm;
    private final Supplier<SignatureCheck> check;
    private final String thumbprint;

    /** @param check prepares the key, which a proof that fails an earlier check does not need */
    private ProofKey(JwsAlgorithm algorithm, Supplier<SignatureCheck> check, String thumbprint) {
        this.algorithm = algorithm;
        this.check = check;
        this.thumbprint = thumbprint;
    }

    /** The members of a key. Members that are not part of the key are skipped. */
    static final class Members implements StrictJson.Members {
        private final Map<String, String> texts = new HashMap<>();

        @Override
        public void read(String name, StrictJson json) throws TokenFault {
            switch (name) {
                case "kty", "crv", "x", "y", "n", "e", "alg", "use" -> texts.put(name, json.text(name, MAX_MEMBER));
                case "d", "p", "q", "dp", "dq", "qi", "oth", "k" ->
                    throw TokenFault.invalid("the header's 'jwk' is not a public key");
                default -> json.skip();
            }
        }

        private String text(String name) throws TokenFault {
            String text = texts.get(name);
            if (text == null) {
                throw TokenFault.invalid("the header's 'jwk' has no '" + name + "'");
            }
            return text;
        }

        private byte[] bytes(String name) throws TokenFault {
            return StrictBase64.decode(text(name), "the header's 'jwk'");
        }

        private BigInteger coordinate(String name) throws TokenFault {
            byte[] bytes = bytes(name);
            if (bytes.length != COORDINATE_BYTES) {
                throw TokenFault.invalid("the header's 'jwk' has a coordinate of another length than its curve");
            }
            return new BigInteger(1, bytes);
        }

        private BigInteger number(String name) throws TokenFault {
            byte[] bytes = bytes(name);
            if (bytes.length == 0 || bytes[0] == 0) {
                throw TokenFault.invalid("the header's 'jwk' has a number that is zero or begins with zero");
            }
            return new BigInteger(1, bytes);
        }

        private void require(String name, String expected) throws TokenFault {
            if (!text(name).equals(expected)) {
                throw TokenFault.invalid("the header's 'jwk' is not a key of its 'alg'");
            }
        }

        /** Returns the key, for the algorithm of the header. */
        ProofKey key(JwsAlgorithm algorithm) throws TokenFault {
            String alg = texts.get("alg");
            if (alg != null && JwsAlgorithm.of(alg).orElse(null) != algorithm) {
                throw TokenFault.invalid("the header's 'jwk' is meant for another 'alg'");
            }
            if (!texts.getOrDefault("use", "sig").equals("sig")) {
                throw TokenFault.invalid("the header's 'jwk' is not meant for signatures");
            }
            return switch (algorithm) {
                case ED25519 -> ed25519(algorithm);
                case ES256 -> es256(algorithm);
                default -> rsa(algorithm);
            };
        }

        private ProofKey ed25519(JwsAlgorithm algorithm) throws TokenFault {
            require("kty", "OKP");
            require("crv", "Ed25519");
            byte[] x = bytes("x");
            if (x.length != COORDINATE_BYTES || SmallOrderPoints.has(x)) {
                throw TokenFault.invalid("the header's 'jwk' is not a point that signatures can be verified with");
            }
            return new ProofKey(algorithm, () -> KeyMaterial.untestedEd25519(x), thumbprint("crv", "kty", "x"));
        }

        private ProofKey es256(JwsAlgorithm algorithm) throws TokenFault {
            require("kty", "EC");
            require("crv", "P-256");
            BigInteger x = coordinate("x");
            BigInteger y = coordinate("y");
            if (!ECChecks.isPointOnCurve(x, y, P256)) {
                throw TokenFault.invalid("the header's 'jwk' is not a point of its curve");
            }
            var spec = new ECPublicKeySpec(new ECPoint(x, y), P256);
            return new ProofKey(algorithm, () -> untested("EC", spec, algorithm), thumbprint("crv", "kty", "x", "y"));
        }

        private ProofKey rsa(JwsAlgorithm algorithm) throws TokenFault {
            require("kty", "RSA");
            BigInteger n = number("n");
            BigInteger e = number("e");
            if (n.bitLength() < MIN_RSA_BITS || n.bitLength() > MAX_RSA_BITS) {
                throw TokenFault.invalid("the header's 'jwk' has " + n.bitLength() + " bits, expected " + MIN_RSA_BITS
                        + " to " + MAX_RSA_BITS + " (RFC 7518 §3.3)");
            }
            if (e.bitLength() > 8 * MAX_EXPONENT_BYTES || !e.testBit(0) || e.equals(BigInteger.ONE)) {
                throw TokenFault.invalid("the header's 'jwk' has an exponent that is not accepted");
            }
            var spec = new RSAPublicKeySpec(n, e);
            return new ProofKey(algorithm, () -> untested("RSA", spec, algorithm), thumbprint("e", "kty", "n"));
        }

        private static SignatureCheck untested(String type, KeySpec spec, JwsAlgorithm algorithm) {
            PublicKey key = KeyMaterial.generate(type, factory -> factory.generatePublic(spec));
            return KeyMaterial.untested(key, algorithm);
        }

        /** Returns the thumbprint (RFC 7638 §3) over members in lexicographic order, whose texts need no escapes. */
        private String thumbprint(String... names) throws TokenFault {
            StringBuilder json = new StringBuilder("{");
            for (String name : names) {
                json.append(json.length() == 1 ? "\"" : ",\"")
                        .append(name)
                        .append("\":\"")
                        .append(text(name))
                        .append('"');
            }
            return encoded(Sha256.of(json.append('}').toString().getBytes(StandardCharsets.US_ASCII)));
        }
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the thumbprint (RFC 7638) in base64url. */
    String thumbprint() {
        return thumbprint;
    }

    /** Returns the name of the key with its algorithm, by which its check can be cached. */
    String name() {
        return algorithm.text() + " " + thumbprint;
    }

    /**
     * Returns a check with this key.
     *
     * @throws LicensingException if its bytes are no key of its type
     */
    SignatureCheck check() {
        return check.get();
    }
}
