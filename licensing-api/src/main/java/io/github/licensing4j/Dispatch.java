package io.github.licensing4j;

/** How a call reaches an endpoint. */
public enum Dispatch {
    /** The endpoint is the one that the call is charged for: every limit is reserved. */
    REQUEST,
    /**
     * The call is passed on within the server, by a forward, an include, an async dispatch or to an error page: features and
     * scopes are checked, nothing is reserved.
     */
    FORWARD
}
