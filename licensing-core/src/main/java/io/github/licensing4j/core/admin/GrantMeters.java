package io.github.licensing4j.core.admin;

import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Plan;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the meter of a grant: the one that is stored with it; for an older grant that of its limit in any plan, because
 * the meter of a limit name does not change.
 */
final class GrantMeters {
    private final Map<String, String> meters = new HashMap<>();

    /** The plan of the license takes precedence over others. */
    GrantMeters(LicenseRecord license, Catalog catalog, Instant now) {
        PlanId own = EffectiveLicense.at(license, now).plan();
        if (catalog.has(own)) {
            add(catalog.terms(own, Overrides.none(), license.customer()));
        }
        for (Plan plan : catalog.summary().plans()) {
            add(catalog.terms(plan.id(), Overrides.none(), license.customer()));
        }
    }

    private void add(Terms terms) {
        Limit.select(terms.limits(), CreditsLimit.class)
                .forEach(limit -> meters.putIfAbsent(terms.counterName(limit), limit.meter()));
    }

    @Nullable
    String of(CreditGrant grant) {
        return grant.meter() != null ? grant.meter() : meters.get(grant.limit());
    }
}
