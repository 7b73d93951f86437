package io.github.licensing4j.core.credential;

import io.github.licensing4j.core.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The form of API keys and refresh tokens: {@code lk_<env>_<30 characters>_<checksum>}, in base 62. The random part has 178
 * bits. The checksum is the CRC-32 of everything before it, so that every wrong character and every swap of neighbours is
 * found; it is no protection.
 *
 * <p>Found by scanners as {@code lk_[a-z0-9]{1,16}_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}}.
 */
public final class ApiKeyFormat {
    private static final String KEY = "lk_";
    private static final String REFRESH = "lr_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_CHARACTERS = 30;
    private static final int CHECKSUM_CHARACTERS = 6;
    private static final int MAX_LENGTH = 64;
    private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9]{1,16}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private ApiKeyFormat() {}

    /**
     * Generates a new key.
     *
     * @param environment such as {@code live} or {@code test}; lower-case letters and digits, at most 16
     */
    public static String generate(String environment) {
        return generate(KEY, environment);
    }

    /** Generates a new refresh token, of the same form with another prefix. */
    public static String generateRefreshToken(String environment) {
        return generate(REFRESH, environment);
    }

    private static String generate(String prefix, String environment) {
        if (!ENVIRONMENT.matcher(environment).matches()) {
            throw new IllegalArgumentException(
                    "the environment of a key is lower-case letters and digits, at most 16, got '" + environment + "'");
        }
        StringBuilder random = new StringBuilder(RANDOM_CHARACTERS);
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            random.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        String body = prefix + environment + "_" + random;
        return body + "_" + checksum(body);
    }

    /** Returns whether a credential looks like an API key, well-formed or not. */
    public static boolean looksLikeApiKey(String credential) {
        return credential.startsWith(KEY);
    }

    /** Returns whether a text looks like a refresh token, well-formed or not. */
    public static boolean looksLikeRefreshToken(String text) {
        return text.startsWith(REFRESH);
    }

    /** Returns whether a text has the form of an API key and the right checksum. */
    public static boolean isWellFormed(String key) {
        return isWellFormed(KEY, key);
    }

    /** Returns whether a text has the form of a refresh token and the right checksum. */
    public static boolean isWellFormedRefreshToken(String token) {
        return isWellFormed(REFRESH, token);
    }

    private static boolean isWellFormed(String prefix, String text) {
        int checksumAt = text.length() - CHECKSUM_CHARACTERS;
        int randomAt = checksumAt - 1 - RANDOM_CHARACTERS;
        if (!text.startsWith(prefix)
                || randomAt <= prefix.length() + 1
                || text.charAt(randomAt - 1) != '_'
                || text.charAt(checksumAt - 1) != '_') {
            return false;
        }
        String random = text.substring(randomAt, checksumAt - 1);
        return ENVIRONMENT
                        .matcher(text.substring(prefix.length(), randomAt - 1))
                        .matches()
                && random.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)
                && checksum(text.substring(0, checksumAt - 1)).equals(text.substring(checksumAt));
    }

    /** Returns the SHA-256 of a key or refresh token in hexadecimal, the only form in which it is stored. */
    public static String hash(String key) {
        return Sha256.hex(key);
    }

    /**
     * Returns the cache key of an API key: its SHA-256, so that no key is kept in clear. A text that is too long for a
     * key gets no digest; it never verifies, and so is never cached.
     */
    public static String cacheName(String key) {
        return key.length() <= MAX_LENGTH ? hash(key) : "";
    }

    /** Masks a well-formed key for display: its prefix and the last four random characters. */
    public static String mask(String key) {
        int end = key.length() - CHECKSUM_CHARACTERS - 1;
        int start = key.length() - CHECKSUM_CHARACTERS - 1 - RANDOM_CHARACTERS;
        return key.substring(0, start) + "…" + key.substring(end - 4, end);
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        char[] text = new char[CHECKSUM_CHARACTERS];
        long rest = crc.getValue();
        for (int i = CHECKSUM_CHARACTERS - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(text);
    }
}
