package io.github.licensing4j.servlet;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Computes how many bytes characters take in a charset, without byte order marks. */
final class EncodedLength {
    private EncodedLength() {}

    static long of(char[] characters, int offset, int length, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return utf8(characters, offset, length);
        }
        if (charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII)) {
            return length;
        }
        if (charset.name().startsWith("UTF-16")) {
            return 2L * length;
        }
        return new String(characters, offset, length).getBytes(charset).length;
    }

    /** Counts 2 for a surrogate, so that a pair counts 4 even if it is split over two writes. */
    private static long utf8(char[] characters, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            char c = characters[i];
            if (c < 0x80) {
                total += 1;
            } else {
                total += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return total;
    }
}
