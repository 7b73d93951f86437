package io.github.licensing4j.servlet;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Names the organisation that a caller belongs to, as the host has authenticated it. Safe for use by many threads. */
@FunctionalInterface
public interface CallerOrganisation {

    /**
     * Returns the organisation of a request; null or an empty text if it is not known. It must not be what the caller merely claims.
     * Runs when the caller is identified, on the thread of the request; an exception fails the request.
     */
    @Nullable
    String of(HttpServletRequest request);
}
