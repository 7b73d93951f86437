package io.github.licensing4j.admin;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.SignalAnswer;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its secret.
 *
 * @param id its public name, {@code key_…}
 * @param license the id of its license
 * @param masked the key in a form that may be shown: prefix and last four characters before the checksum
 * @param name the owner's name for it; may be empty
 * @param scopes its scopes
 * @param bindings where and by whom it may be used
 * @param times when it was created, used and ended
 * @param replacedBy the key that replaced it, null if none did
 * @param madeWith the credential with which a caller created it, null if an administrator did
 * @param restraint what holds for it because of a signal, the most severe of several; null if nothing does
 */
public record ApiKeyView(
        String id,
        String license,
        String masked,
        String name,
        Set<String> scopes,
        CallerBindings bindings,
        Times times,
        @Nullable String replacedBy,
        @Nullable Maker madeWith,
        @Nullable Restraint restraint) {
    public ApiKeyView {
        scopes = Set.copyOf(scopes);
    }

    /**
     * The instants at which a key was created, used and ended.
     *
     * @param createdAt when it was created
     * @param expiresAt the first instant at which it is no longer valid, null if it has no end
     * @param revokedAt when it was revoked, null if it was not
     * @param lastUsedAt when it was last used, to the minute; null if never
     */
    public record Times(
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {}

    /**
     * The credential with which a caller created a key.
     *
     * @param keyId the presented API key, or the one that the token was issued for; null if there is none
     * @param tokenId the {@code jti} of the presented token; null if an API key was presented
     */
    public record Maker(@Nullable String keyId, @Nullable String tokenId) {}

    /**
     * A restriction of a key for a time, because of a signal.
     *
     * @param action what is done
     * @param until the first instant at which it no longer holds
     * @param signal the id of the signal
     */
    public record Restraint(SignalAnswer.Action action, Instant until, String signal) {}
}
