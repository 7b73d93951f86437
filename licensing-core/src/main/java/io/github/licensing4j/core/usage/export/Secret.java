package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.LicensingException;

/** A token or key that is sent but never shown. */
public final class Secret {
    private final String value;

    /**
     * Creates a secret.
     *
     * @param what the name of the setting, for the error
     * @throws LicensingException if it is empty, begins or ends with a quote, or holds anything but visible ASCII, as a header
     *     field cannot carry that
     */
    public Secret(String what, String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new LicensingException(what + " is empty or holds a character that is not visible ASCII");
        }
        if (isQuote(value.charAt(0)) || isQuote(value.charAt(value.length() - 1))) {
            throw new LicensingException(what + " begins or ends with a quote");
        }
        this.value = value;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    /** Returns the value of an {@code Authorization} field (RFC 6750 §2.1). */
    String bearer() {
        return "Bearer " + value;
    }

    /** Returns a text with the secret masked. */
    String hiddenIn(String text) {
        return text.replace(value, "***");
    }

    @Override
    public String toString() {
        return "***";
    }
}
