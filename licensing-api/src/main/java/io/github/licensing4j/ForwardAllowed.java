package io.github.licensing4j;

/** A call that may be passed on to another endpoint. It has the features and scopes; nothing was reserved. */
public record ForwardAllowed() implements Decision {
    private static final ForwardAllowed INSTANCE = new ForwardAllowed();

    /** Returns the one instance that is needed. */
    public static ForwardAllowed instance() {
        return INSTANCE;
    }
}
