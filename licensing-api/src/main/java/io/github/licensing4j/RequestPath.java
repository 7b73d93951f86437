package io.github.licensing4j;

/** The path of a request, either in the one spelling that rules are matched on or known to have several. */
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
     * A path that two readers may take for two different things, so that nobody may act on it.
     *
     * @param reason what is wrong with it, safe to show
     */
    record Ambiguous(String reason) implements RequestPath {}
}
