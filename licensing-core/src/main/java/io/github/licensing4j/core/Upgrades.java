package io.github.licensing4j.core;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Upgrade;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.Entitlements;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.Limits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the plans that would have granted the call that was refused. */
final class Upgrades {
    private final Limits limits;

    Upgrades(Limits limits) {
        this.limits = limits;
    }

    /** Returns the plans on offer that would have granted the call, null if none would. */
    @Nullable
    Upgrade from(LicensedCaller caller, Requirement requirement, LimitRequest refused) {
        List<PlanId> plans = new ArrayList<>();
        for (PlanId offer : caller.catalog().offers()) {
            if (!offer.equals(caller.inForce().plan()) && grants(offer, caller, requirement, refused)) {
                plans.add(offer);
            }
        }
        return plans.isEmpty()
                ? null
                : new Upgrade(plans, caller.catalog().upgradeUrl().orElse(null));
    }

    private boolean grants(PlanId offer, LicensedCaller caller, Requirement requirement, LimitRequest refused) {
        // What a contract adds or removes stays with the license; what it changes of limits was about the old plan's.
        Terms terms = caller.catalog()
                .terms(
                        offer,
                        caller.overrides().featuresOnly(),
                        caller.inForce().customer());
        return Entitlements.covers(terms.features(), requirement)
                && limits.wouldGrant(
                        caller.account(), refused.under(limits.limitSet(terms.limits(), terms.namesAlone())));
    }
}
