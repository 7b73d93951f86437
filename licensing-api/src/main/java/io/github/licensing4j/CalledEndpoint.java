package io.github.licensing4j;

/**
 * The endpoint that serves one call.
 *
 * @param method the HTTP method, upper case; {@code HEAD} is looked up as {@code GET}
 * @param path the path the endpoint was chosen by
 * @param declared what the endpoint declares about itself
 * @param headers reads the header fields that conditions list
 */
public record CalledEndpoint(String method, MatchedPath path, Declaration declared, CallHeaders headers) {
    private static final CallHeaders NONE = CallHeaders.none();

    /** Creates an endpoint of a call without header fields: conditions see none. */
    public CalledEndpoint(String method, MatchedPath path, Declaration declared) {
        this(method, path, declared, NONE);
    }

    /**
     * Returns an endpoint at {@code GET /} that declares a requirement, for calls that are no HTTP requests. A rule of the
     * catalog for {@code GET /} is joined with the requirement, as for every endpoint.
     */
    public static CalledEndpoint requiring(Requirement requirement) {
        return new CalledEndpoint("GET", MatchedPath.of("/"), new Declaration.Required(requirement));
    }
}
