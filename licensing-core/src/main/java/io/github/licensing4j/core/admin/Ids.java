package io.github.licensing4j.core.admin;

import java.security.SecureRandom;

/** Generates ids: a prefix, ten characters of time and sixteen random ones, so that they sort by creation. */
final class Ids {
    /** Base 32 without letters that look like digits. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int TIME_CHARACTERS = 10;
    private static final int RANDOM_CHARACTERS = 16;

    private final SecureRandom random = new SecureRandom();

    String next(String prefix, long nowMillis) {
        char[] text = new char[TIME_CHARACTERS + RANDOM_CHARACTERS];
        long time = nowMillis;
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (time & 31));
            time >>>= 5;
        }
        for (int i = TIME_CHARACTERS; i < text.length; i++) {
            text[i] = ALPHABET.charAt(random.nextInt(32));
        }
        return prefix + new String(text);
    }
}
