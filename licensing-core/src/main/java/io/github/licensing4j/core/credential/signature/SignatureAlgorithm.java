package io.github.licensing4j.core.credential.signature;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The signature algorithms that are accepted, by their names in RFC 9421 §6.2.2. {@code rsa-v1_5-sha256} is not. */
public enum SignatureAlgorithm {
    /** RFC 9421 §3.3.6. */
    ED25519("ed25519"),
    /** RFC 9421 §3.3.4. */
    ECDSA_P256_SHA256("ecdsa-p256-sha256"),
    /** RFC 9421 §3.3.5. */
    ECDSA_P384_SHA384("ecdsa-p384-sha384"),
    /** RFC 9421 §3.3.1. */
    RSA_PSS_SHA512("rsa-pss-sha512"),
    /** RFC 9421 §3.3.3, with a secret that both sides have. */
    HMAC_SHA256("hmac-sha256");

    /** The names of all, for messages. */
    public static final String NAMES =
            Arrays.stream(values()).map(SignatureAlgorithm::text).collect(Collectors.joining(", "));

    private final String text;

    SignatureAlgorithm(String text) {
        this.text = text;
    }

    /** Returns the name in an {@code alg} parameter. */
    public String text() {
        return text;
    }

    /** Returns the algorithm of that exact name. Names of JWS are others (RFC 9421 §3.3.7). */
    public static Optional<SignatureAlgorithm> of(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.text.equals(name))
                .findFirst();
    }
}
