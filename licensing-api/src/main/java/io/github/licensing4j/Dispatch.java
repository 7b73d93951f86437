package io.github.licensing4j;

/** The way a call reaches an endpoint. */
public enum Dispatch {
    /** The endpoint is the one that the call is charged for: every limit is reserved. */
    REQUEST,
    /**
     * The server dispatches a call to a further endpoint, by a forward, an include, an async dispatch or an error page:
     * features and scopes of that endpoint are checked, nothing is reserved.
     */
    INTERNAL,
    /**
     * A part of a call that is in flight already, such as one call of a language model. Features and scopes are checked; of the
     * limits, those on the meters that the endpoint declares are reserved, without {@link Charge#CALLS}. Limits of calls in
     * flight and of seats are not, because the call itself holds them, and nothing is measured.
     */
    PART
}
