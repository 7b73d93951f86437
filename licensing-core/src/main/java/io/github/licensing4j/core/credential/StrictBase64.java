package io.github.licensing4j.core.credential;

import java.util.Arrays;
import java.util.Base64;

/** Decodes base64url as JWS requires it (RFC 7515 §2, RFC 4648 §3.5): only its alphabet, no padding, one spelling. */
public final class StrictBase64 {
    private static final int INVALID = -1;
    private static final byte[] VALUES = values();

    private StrictBase64() {}

    /** Decodes a part of a token, which may be empty: the caller decides whether that is valid. */
    static byte[] decode(byte[] ascii, int from, int to, String part) throws TokenFault {
        int length = to - from;
        if (length == 0) {
            return new byte[0];
        }
        for (int i = from; i < to; i++) {
            if (VALUES[ascii[i]] == INVALID) {
                throw TokenFault.invalid(part + " has a character outside the base64url alphabet");
            }
        }
        int tail = length % 4;
        int last = VALUES[ascii[to - 1]];
        if (tail == 1 || (tail == 2 && (last & 0xF) != 0) || (tail == 3 && (last & 0x3) != 0)) {
            throw TokenFault.invalid(part + " is not in canonical base64url form");
        }
        return Base64.getUrlDecoder().decode(Arrays.copyOfRange(ascii, from, to));
    }

    /** Decodes a member of a JSON object. */
    public static byte[] decode(String text, String part) throws TokenFault {
        return decode(CompactJws.ascii(text, text.length()), 0, text.length(), part);
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) INVALID);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
