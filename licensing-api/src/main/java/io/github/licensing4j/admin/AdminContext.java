package io.github.licensing4j.admin;

import org.jspecify.annotations.Nullable;

/**
 * The actor of a change, the reason, and the key of the request.
 *
 * @param actor who; 1 to 200 characters without control characters
 * @param reason why, in the actor's own text; null if there is none, at most 500 characters without control characters
 * @param request identifies the request, so that a repeat has no effect; null if repeats do not matter
 */
public record AdminContext(
        String actor, @Nullable String reason, @Nullable Request request) {
    private static final int MAX_ACTOR = 200;
    private static final int MAX_REASON = 500;

    public AdminContext {
        if (actor.isBlank() || actor.length() > MAX_ACTOR || isUnsafe(actor)) {
            throw new InvalidFieldException(
                    "actor", "expected 1 to " + MAX_ACTOR + " characters without control characters");
        }
        if (reason != null && (reason.length() > MAX_REASON || isUnsafe(reason))) {
            throw new InvalidFieldException(
                    "reason", "expected at most " + MAX_REASON + " characters without control characters");
        }
    }

    /** Returns the context of a change without a reason, whose repeats need not be recognized. */
    public static AdminContext by(String actor) {
        return new AdminContext(actor, null, null);
    }

    /** Returns the context of a change with a reason. */
    public static AdminContext by(String actor, @Nullable String reason) {
        return new AdminContext(actor, reason, null);
    }

    /** Returns whether a character breaks lines or hides text in a log. */
    private static boolean isUnsafe(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    }

    /**
     * Identifies a request.
     *
     * @param key the client's key, 1 to 255 characters
     * @param fingerprint a hash of the whole content of the request
     */
    public record Request(String key, String fingerprint) {}
}
