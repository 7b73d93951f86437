package io.github.licensing4j;

/**
 * The path of a request as the filter reads it, before an endpoint is chosen: either canonical or ambiguous. It decides whether
 * the request is inside the license check.
 */
public sealed interface RequestPath {

    /**
     * A path with one meaning.
     *
     * @param value decoded, without path parameters, dot segments or doubled slashes, starting with a slash
     */
    record Canonical(String value) implements RequestPath {
        public Canonical {
            if (!value.startsWith("/")) {
                throw new IllegalArgumentException("a canonical path starts with '/', got '" + value + "'");
            }
        }
    }

    /**
     * A path that two components may interpret differently, so that it must not be used.
     *
     * @param reason what is wrong with it, safe to show
     */
    record Ambiguous(String reason) implements RequestPath {}
}
