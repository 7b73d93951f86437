package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import java.util.Optional;

/** Refuses secrets that no header field would carry unchanged. Never shows one. */
final class SecretForm {
    private static final String QUOTES = "\"'`";

    private SecretForm() {}

    /**
     * Checks a secret; an empty one counts as not set.
     *
     * @throws LicensingException if it has white space or quotes around it, or characters other than visible ASCII
     */
    static void check(String property, String secret) {
        fault(secret).ifPresent(fault -> {
            throw new LicensingException(
                    property + " " + fault + ": expected the secret alone, without white space and quotes around it");
        });
    }

    /** Returns whether a text has white space at an end, or quotes at both. */
    static boolean isWrapped(String text) {
        char first = text.charAt(0);
        char last = text.charAt(text.length() - 1);
        return isBlank(first) || isBlank(last) || (QUOTES.indexOf(first) >= 0 && QUOTES.indexOf(last) >= 0);
    }

    private static Optional<String> fault(String secret) {
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        char first = secret.charAt(0);
        char last = secret.charAt(secret.length() - 1);
        if (isBlank(first) || isBlank(last)) {
            return Optional.of(secret.isBlank() ? "is white space alone" : "begins or ends with white space");
        }
        if (QUOTES.indexOf(first) >= 0 || QUOTES.indexOf(last) >= 0) {
            return Optional.of("begins or ends with a quote");
        }
        return secret.chars().allMatch(c -> c > ' ' && c < 0x7f)
                ? Optional.empty()
                : Optional.of("contains white space or a character that is not visible ASCII");
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
