package io.github.licensing4j.servlet;

import io.github.licensing4j.AuthenticatedToken;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Reads access tokens that the host has verified before the license check. Safe for use by many threads. */
@FunctionalInterface
public interface HostTokens {

    /**
     * Returns the token that the host has verified for a request; empty if it has verified none. Runs when the caller is
     * identified, on the thread of the request.
     */
    Optional<HostToken> of(HttpServletRequest request);

    /**
     * A token that the host has verified.
     *
     * @param value the token, without its scheme
     * @param claims its claims
     */
    record HostToken(String value, AuthenticatedToken claims) {
        @Override
        public String toString() {
            return "HostToken[value=***]";
        }
    }
}
