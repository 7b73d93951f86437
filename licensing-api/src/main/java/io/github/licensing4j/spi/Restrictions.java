package io.github.licensing4j.spi;

import io.github.licensing4j.CallerBindings;
import java.util.Set;

/**
 * Limits what a credential may be used for, and by whom.
 *
 * @param scopes its scopes
 * @param bindings the callers that it is bound to
 */
public record Restrictions(Set<String> scopes, CallerBindings bindings) {
    private static final Restrictions NONE = new Restrictions(Set.of(), CallerBindings.none());

    public Restrictions {
        scopes = Set.copyOf(scopes);
    }

    /** Returns no scopes and no bindings. */
    public static Restrictions none() {
        return NONE;
    }
}
