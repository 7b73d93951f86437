package io.github.licensing4j;

/** The way a call reaches an endpoint. */
public enum Dispatch {
    /** The endpoint is the one that the call is charged for: every limit is reserved. */
    REQUEST,
    /**
     * The server dispatches a call to a further endpoint, by a forward, an include, an async dispatch or an error page:
     * features and scopes of that endpoint are checked, nothing is reserved.
     */
    INTERNAL
}
