package io.github.licensing4j.core.cli;

import io.github.licensing4j.core.hash.Sha256;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key in an export of another system. The key itself is not kept, only its digest.
 *
 * @param place where it is in the export, such as {@code line 7}
 * @param hash its SHA-256 in 64 lower-case hexadecimal digits
 * @param masked a part of it that may be shown; may be empty
 * @param owner its license
 * @param name its name; may be empty
 * @param scopes its scopes
 * @param expires the first instant at which it is no longer valid, null if it has no end
 */
record ForeignKey(
        String place,
        String hash,
        String masked,
        Owner owner,
        String name,
        List<String> scopes,
        @Nullable Instant expires) {
    private static final int SHOWN_END = 4;
    private static final int SHOWN_START = 6;
    /** At most a third of a key is shown. */
    private static final int SHORTEST_SHOWN = 30;

    /** Selects the license of a key. */
    sealed interface Owner {

        /** The key names its license. */
        record LicenseOf(String id) implements Owner {}

        /** The key names its owner in the other system, by one of several names. */
        record External(List<String> names) implements Owner {}
    }

    /** Returns the digest of a key in the form that is imported. */
    static String hash(String key) {
        return Sha256.hex(key);
    }

    /**
     * Returns a SHA-256 in the form that is imported.
     *
     * @param text 64 hexadecimal digits or 44 characters of base64
     * @throws IllegalArgumentException if it is neither
     */
    static String canonical(String text) {
        byte[] bytes = text.length() == 64
                ? HexFormat.of().parseHex(text)
                : Base64.getDecoder().decode(text);
        if (bytes.length != 32) {
            throw new IllegalArgumentException("it has not the length of a SHA-256");
        }
        return HexFormat.of().formatHex(bytes);
    }

    /** Returns the first and last characters of a key, nothing of a short one. */
    static String mask(String key) {
        return key.length() < SHORTEST_SHOWN
                ? ""
                : key.substring(0, SHOWN_START) + "…" + key.substring(key.length() - SHOWN_END);
    }
}
