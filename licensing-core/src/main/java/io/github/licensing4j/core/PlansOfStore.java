package io.github.licensing4j.core;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.StoredPlans;
import io.github.licensing4j.spi.LicenseStore;
import java.util.Set;

/**
 * Reads the plans of the host's own licenses from the store.
 *
 * @param issuer the exact {@code iss} of the licenses
 */
record PlansOfStore(LicenseStore store, String issuer) implements StoredPlans {
    @Override
    public Set<PlanId> pinned() {
        return store.pinnedPlans(issuer);
    }

    @Override
    public long licensesOn(PlanId plan) {
        return store.licensesOn(issuer, plan);
    }
}
