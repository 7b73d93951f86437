package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicensingException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Decides who may manage licenses. Safe for use by many threads. */
public interface AdminAccess {

    /** The verdict on a request. */
    sealed interface Verdict {

        /** The request is allowed.
         *
         * @param actor the actor for the audit log
         */
        record Allowed(String actor) implements Verdict {}

        /** The request has no valid credential. */
        record Unauthorized() implements Verdict {}

        /** The request is forbidden with any credential. */
        record Forbidden() implements Verdict {}

        /** Administration is off. */
        record Off() implements Verdict {}
    }

    /** Decides whether a request may manage licenses. */
    Verdict judge(HttpServletRequest request);

    /** Returns access that switches administration off: the routes answer 404. */
    static AdminAccess off() {
        return request -> new Verdict.Off();
    }

    /**
     * Returns access for requests with this token in {@code Authorization: Bearer}; they may do everything.
     *
     * @param token at least 32 visible ASCII characters, no quote at its ends; only its hash is kept
     * @throws LicensingException if the token has another form, which no header field would carry unchanged; the
     *     message does not show it
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
                    + " characters, expected at least 32 that cannot be guessed");
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
