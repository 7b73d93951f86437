package io.github.licensing4j.core.credential;

import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The supported signature algorithms (RFC 7518, RFC 9864). License tokens use only the first four. */
public enum JwsAlgorithm {
    ED25519("Ed25519", "Ed25519"),
    ES256("ES256", "SHA256withECDSAinP1363Format"),
    PS256("PS256", "RSASSA-PSS"),
    RS256("RS256", "SHA256withRSA"),
    PS384("PS384", "RSASSA-PSS"),
    PS512("PS512", "RSASSA-PSS"),
    RS384("RS384", "SHA384withRSA"),
    RS512("RS512", "SHA512withRSA"),
    ES384("ES384", "SHA384withECDSAinP1363Format"),
    ES512("ES512", "SHA512withECDSAinP1363Format");

    private final String text;
    private final String jca;

    JwsAlgorithm(String text, String jca) {
        this.text = text;
        this.jca = jca;
    }

    /** Returns the name in an {@code alg} member. */
    public String text() {
        return text;
    }

    String jca() {
        return jca;
    }

    /** Returns the parameters of RSASSA-PSS (RFC 7518 §3.5), null for the others. */
    @Nullable
    AlgorithmParameterSpec parameters() {
        return switch (this) {
            case PS256 -> pss("SHA-256", 32);
            case PS384 -> pss("SHA-384", 48);
            case PS512 -> pss("SHA-512", 64);
            default -> null;
        };
    }

    /** Returns the length of R and of S in an ECDSA signature (RFC 7518 §3.4), 0 for the other algorithms. */
    int ecdsaHalf() {
        return switch (this) {
            case ES256 -> 32;
            case ES384 -> 48;
            case ES512 -> 66;
            default -> 0;
        };
    }

    /** Returns whether a license token may be signed with it. */
    boolean isForLicenses() {
        return this == ED25519 || this == ES256 || this == PS256 || this == RS256;
    }

    /**
     * Returns the algorithm of that exact name. {@code EdDSA}, the deprecated name, means Ed25519, the only supported
     * curve.
     */
    public static Optional<JwsAlgorithm> of(String name) {
        if (name.equals("EdDSA")) {
            return Optional.of(ED25519);
        }
        for (JwsAlgorithm algorithm : values()) {
            if (algorithm.text.equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    private static PSSParameterSpec pss(String hash, int saltLength) {
        return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltLength, 1);
    }
}
