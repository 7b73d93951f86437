package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The forms of API keys that are accepted: those of {@link ApiKeyFormat}, and those of keys that another system has issued. A
 * key of another form is never looked up.
 */
public final class ApiKeyForms {
    private static final ApiKeyForms OWN = new ApiKeyForms(List.of(), Unprefixed.REFUSED);
    private static final Pattern PREFIX = Pattern.compile("[0-9A-Za-z_.~-]{2,32}");
    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 256;
    /** Every JSON object starts like this in base64url, and so does every token. */
    private static final String START_OF_TOKEN = "eyJ";

    private final List<String> prefixes;
    private final Unprefixed unprefixed;

    /** Selects whether imported keys need one of the prefixes. */
    public enum Unprefixed {
        REFUSED,
        /** Every text of 16 to 256 characters that is no token may be an imported key. */
        ACCEPTED
    }

    private ApiKeyForms(List<String> prefixes, Unprefixed unprefixed) {
        this.prefixes = prefixes;
        this.unprefixed = unprefixed;
    }

    /** Returns the form of {@link ApiKeyFormat} alone. */
    public static ApiKeyForms own() {
        return OWN;
    }

    /**
     * Returns forms that include imported keys.
     *
     * @param prefixes the first characters of imported keys, such as {@code sk_live_}
     */
    public static ApiKeyForms withImported(Set<String> prefixes, Unprefixed unprefixed) {
        for (String prefix : prefixes) {
            if (!PREFIX.matcher(prefix).matches()) {
                throw new LicensingException(
                        "a prefix of imported keys has 2 to 32 letters, digits, '_', '-', '.' or '~', got '" + prefix
                                + "'");
            }
            if (prefix.startsWith(START_OF_TOKEN)
                    || ApiKeyFormat.looksLikeApiKey(prefix)
                    || ApiKeyFormat.looksLikeRefreshToken(prefix)) {
                throw new LicensingException("the prefix '" + prefix
                        + "' of imported keys is that of license tokens, or of keys that this library issues");
            }
        }
        return new ApiKeyForms(prefixes.stream().sorted().toList(), unprefixed);
    }

    /** Returns whether any text may be an imported key. */
    public boolean acceptsUnprefixed() {
        return unprefixed == Unprefixed.ACCEPTED;
    }

    /** Returns whether a credential is an API key by its form, well-formed or not. */
    boolean accepts(String credential) {
        return ApiKeyFormat.looksLikeApiKey(credential) || isImported(credential);
    }

    /** Returns whether a text may be an API key that is stored. */
    public boolean isWellFormed(String key) {
        return ApiKeyFormat.looksLikeApiKey(key) ? ApiKeyFormat.isWellFormed(key) : isImported(key);
    }

    /** Returns the cache key of an API key: its SHA-256. A text that is too long for a key gets no digest. */
    String cacheName(String key) {
        return isImported(key) ? ApiKeyFormat.hash(key) : ApiKeyFormat.cacheName(key);
    }

    private boolean isImported(String text) {
        if (this == OWN || text.length() < MIN_LENGTH || text.length() > MAX_LENGTH) {
            return false;
        }
        boolean isPossible = unprefixed == Unprefixed.ACCEPTED ? !isTaken(text) : hasPrefix(text);
        return isPossible && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private boolean hasPrefix(String text) {
        return prefixes.stream().anyMatch(text::startsWith);
    }

    private static boolean isTaken(String text) {
        return text.startsWith(START_OF_TOKEN)
                || ApiKeyFormat.looksLikeApiKey(text)
                || ApiKeyFormat.looksLikeRefreshToken(text);
    }
}
