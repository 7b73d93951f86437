package io.github.licensing4j.core.license;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.StoredPlans;
import io.github.licensing4j.spi.LicenseStore;
import java.util.Set;

/**
 * Reads the plans of the host's own licenses from the store.
 *
 * @param issuer the exact {@code iss} of the licenses
 */
public record PlansOfStore(LicenseStore licenses, String issuer) implements StoredPlans {
    @Override
    public Set<PlanId> pinned() {
        return licenses.pinnedPlans(issuer);
    }

    @Override
    public long licensesOn(PlanId plan) {
        return licenses.licensesOn(issuer, plan);
    }
}
