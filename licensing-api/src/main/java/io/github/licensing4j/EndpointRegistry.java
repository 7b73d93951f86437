package io.github.licensing4j;

import java.util.List;
import java.util.Optional;

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

    /**
     * Returns the requirement of an endpoint under the live catalog, without keeping the endpoint; empty if it requires no
     * license. Its charges are all that calls may have: the declared ones, the built-in call and what the library measures.
     * Rules for some paths of the endpoint only are not in it. Default: as registered, without built-in and measured charges.
     *
     * @throws UnknownNameException as {@link #register}
     * @throws LicensingException as {@link #register}
     */
    default Optional<Requirement> requirement(Endpoint endpoint) {
        return Optional.ofNullable(register(List.of(endpoint)).entries().get(0).requirement());
    }
}
