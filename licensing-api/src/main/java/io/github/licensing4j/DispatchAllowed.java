package io.github.licensing4j;

/** Allows an internal dispatch: the caller has the features and scopes of its target; nothing was reserved. */
public record DispatchAllowed() implements Decision {
    private static final DispatchAllowed INSTANCE = new DispatchAllowed();

    /** Returns the one instance that is needed. */
    public static DispatchAllowed instance() {
        return INSTANCE;
    }
}
