package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Plan;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.PlanOffer.Grace;
import io.github.licensing4j.core.catalog.PlanOffer.Trial;
import io.github.licensing4j.core.condition.Condition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one plan version.
 *
 * @param plan what a license under it has
 * @param written each limit as written, with its inherited members, to apply overrides to
 * @param names the counter names of the limits
 * @param price its price, null if the catalog has none
 * @param trial how it can be tried, null if it cannot
 * @param grace the access while a payment is overdue, null if there is none
 * @param conditions the conditions of limits by name, which select the calls that the limit counts
 * @param priced the position of its price, or of its limits where it has none
 */
record PlanDefinition(
        Plan plan,
        Map<String, Mapping> written,
        LimitNames names,
        @Nullable Price price,
        @Nullable Trial trial,
        @Nullable Grace grace,
        Map<String, Condition> conditions,
        SourcePosition priced) {

    /** Returns how it is sold. */
    PlanOffer sold() {
        return new PlanOffer(plan, price, trial, grace);
    }

    /** Returns this plan, counted under other names. */
    PlanDefinition named(LimitNames others) {
        return new PlanDefinition(plan, written, others, price, trial, grace, conditions, priced);
    }

    PlanId id() {
        return plan.id();
    }
}
