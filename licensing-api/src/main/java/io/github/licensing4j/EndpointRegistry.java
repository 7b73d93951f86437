package io.github.licensing4j;

import java.util.List;

/** Checks the endpoints of the host against the catalog. Safe for use by many threads. */
@FunctionalInterface
public interface EndpointRegistry {

    /**
     * Checks the host's endpoints against the live catalog and keeps them, so that a reload that would break one of them
     * is rejected. Called at start-up with every endpoint, and again with the same ones for a report on the live catalog.
     *
     * @throws UnknownNameException if an endpoint names a feature or meter that the catalog does not have
     * @throws LicensingException if an endpoint declares nothing, no rule covers it and such endpoints are denied
     */
    EndpointReport register(List<Endpoint> endpoints);
}
