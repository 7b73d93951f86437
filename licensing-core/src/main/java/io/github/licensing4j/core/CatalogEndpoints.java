package io.github.licensing4j.core;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Endpoint;
import io.github.licensing4j.EndpointRegistry;
import io.github.licensing4j.EndpointReport;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.catalog.Unannotated;
import io.github.licensing4j.core.limit.ChargePlans;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the requirement of each endpoint under the live catalog. Safe for use by many threads. */
final class CatalogEndpoints implements EndpointRegistry {
    private final LiveCatalog catalogs;
    private final Unannotated unannotated;

    /** @param unannotated how endpoints without a declaration are handled */
    CatalogEndpoints(LiveCatalog catalogs, Unannotated unannotated) {
        this.catalogs = catalogs;
        this.unannotated = unannotated;
    }

    /** Returns the requirement of an endpoint, empty if it requires no license. */
    Optional<Requirement> requirement(CalledEndpoint endpoint) {
        return catalogs.current().requirement(endpoint, unannotated);
    }

    /** Returns what the host must measure of calls under the live catalog. */
    Set<Measure> measures() {
        return catalogs.current().measures();
    }

    @Override
    public EndpointReport register(List<Endpoint> endpoints) {
        return catalogs.register(endpoints, unannotated);
    }

    @Override
    public Optional<Requirement> requirement(Endpoint endpoint) {
        Catalog current = catalogs.current();
        Requirement found =
                current.report(List.of(endpoint), unannotated).entries().get(0).requirement();
        return Optional.ofNullable(found)
                .map(declared -> new Requirement(
                        declared.features(),
                        declared.scopes(),
                        declared.roles(),
                        ChargePlans.charges(declared, current.meters()),
                        declared.endpoint()));
    }
}
