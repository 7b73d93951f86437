package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicensingException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Says who may manage licenses. Safe for use by many threads. */
public interface AdminAccess {

    /** How a request was judged. */
    sealed interface Verdict {

        /**
         * It may.
         *
         * @param actor who it is, as the audit log will say
         */
        record Allowed(String actor) implements Verdict {}

        /** It may not: it did not say who it is, or said so wrongly. */
        record Unauthorized() implements Verdict {}

        /** It may not, whoever it is. */
        record Forbidden() implements Verdict {}

        /** Nobody may: there is no administration here. */
        record Off() implements Verdict {}
    }

    /** Judges a request. */
    Verdict judge(HttpServletRequest request);

    /** Nobody may manage anything; the routes are not there. */
    static AdminAccess off() {
        return request -> new Verdict.Off();
    }

    /**
     * Whoever shows a token in {@code Authorization: Bearer} may do everything.
     *
     * @param token at least 32 visible ASCII characters, no quote at its ends; only its hash is kept
     * @throws LicensingException if it is another, which no header field would carry as it is; the message does not show it
     */
    static AdminAccess token(String token) {
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new LicensingException(
                    "the admin token contains white space or a character that is not visible ASCII:"
                            + " expected the token alone, without white space and quotes around it");
        }
        if (isQuote(token, 0) || isQuote(token, token.length() - 1)) {
            throw new LicensingException("the admin token begins or ends with a quote:"
                    + " expected the token alone, without white space and quotes around it");
        }
        if (token.length() < 32) {
            throw new LicensingException("the admin token has " + token.length()
                    + " characters, expected at least 32 that nobody can guess");
        }
        byte[] expected = hash(token);
        return request -> {
            String shown = bearer(request);
            return shown != null && MessageDigest.isEqual(expected, hash(shown))
                    ? new Verdict.Allowed("admin")
                    : new Verdict.Unauthorized();
        };
    }

    private static boolean isQuote(String token, int at) {
        return !token.isEmpty() && "\"'`".indexOf(token.charAt(at)) >= 0;
    }

    private static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
