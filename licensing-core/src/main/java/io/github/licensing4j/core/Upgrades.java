package io.github.licensing4j.core;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Upgrade;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.condition.ConditionException;
import io.github.licensing4j.core.condition.ConditionInput;
import io.github.licensing4j.core.license.Entitlements;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.LimitSet;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.Proration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the plans that would have granted the call that was refused. */
final class Upgrades {
    private final Limits limits;

    Upgrades(Limits limits) {
        this.limits = limits;
    }

    /**
     * Returns the plans on offer that would have granted the call, null if none would.
     *
     * @param conditions of the call, null if the catalog has none
     */
    @Nullable
    Upgrade from(
            LicensedCaller caller, Requirement requirement, LimitRequest refused, @Nullable CallConditions conditions) {
        List<PlanId> plans = new ArrayList<>();
        for (PlanId offer : caller.catalog().offers()) {
            if (!offer.equals(caller.inForce().plan())) {
                // What a contract adds or removes stays with the license; what it changes of limits was about the old
                // plan's.
                Terms terms = caller.catalog()
                        .terms(
                                offer,
                                caller.overrides().featuresOnly(),
                                caller.inForce().customer());
                if (Entitlements.covers(terms.features(), requirement) && grants(terms, caller, refused, conditions)) {
                    plans.add(offer);
                }
            }
        }
        return plans.isEmpty()
                ? null
                : new Upgrade(plans, caller.catalog().upgradeUrl().orElse(null));
    }

    private boolean grants(
            Terms terms, LicensedCaller caller, LimitRequest refused, @Nullable CallConditions conditions) {
        // What holds for an API key because of a signal holds under every plan.
        KeyThrottles throttles = caller.throttles();
        LimitSet all = limits.limitSet(
                throttles.addedTo(Proration.none(terms.limits())), throttles.naming(terms.namesAlone()));
        if (conditions == null) {
            return limits.wouldGrant(caller.account(), refused.under(all));
        }
        ConditionInput.Caller other = caller.shownToConditions(terms);
        try {
            return conditions.holdAt(other, refused.nowMillis())
                    && limits.wouldGrant(
                            caller.account(),
                            refused.under(conditions.counting(all, terms.conditions(), other, refused.nowMillis())));
        } catch (ConditionException e) {
            return false;
        }
    }
}
