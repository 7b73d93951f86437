package io.github.licensing4j.core.hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes SHA-256 digests. Text is digested in UTF-8, hexadecimal digits are lower case. */
public final class Sha256 {
    private Sha256() {}

    /** Returns a new digest to which several parts can be added. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the 32 bytes of the digest of these bytes. */
    public static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }

    /** Returns the digest in 64 hexadecimal digits. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }

    /** Returns the digest of the UTF-8 bytes of a text in 64 hexadecimal digits. */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The first bytes of the digest in hexadecimal, two digits each.
     *
     * @param bytes how many, 1 to 32
     */
    public static String hex(String text, int bytes) {
        return hex(text).substring(0, 2 * bytes);
    }
}
