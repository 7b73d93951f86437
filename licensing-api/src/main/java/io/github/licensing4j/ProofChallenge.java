package io.github.licensing4j;

import java.util.Map;

/**
 * Describes how the sender of a refused call can prove the possession of its key. It contains nothing of the request.
 *
 * @param value the value of the {@code WWW-Authenticate} field (RFC 9110 §11.6.1), such as {@code DPoP
 *     error="use_dpop_nonce", algs="ES256"}; visible ASCII and spaces
 * @param fields further header fields of the response, such as {@code DPoP-Nonce}; empty for none
 */
public record ProofChallenge(String value, Map<String, String> fields) {
    public ProofChallenge {
        fields = Map.copyOf(fields);
        requirePrintable(value);
        fields.forEach((name, text) -> {
            requirePrintable(name);
            requirePrintable(text);
        });
    }

    /** Creates a challenge without further header fields. */
    public static ProofChallenge of(String value) {
        return new ProofChallenge(value, Map.of());
    }

    private static void requirePrintable(String text) {
        if (text.isBlank() || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException("a challenge consists of visible ASCII characters and spaces");
        }
    }
}
