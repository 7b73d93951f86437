package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Plan;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.PlanTerms.Grace;
import io.github.licensing4j.core.catalog.PlanTerms.Trial;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the catalog says of one plan version.
 *
 * @param plan what a license under it has
 * @param written each limit as it is written with what it inherits, to lay overrides over
 * @param names what the limits are counted under
 * @param price what it costs, null if the catalog does not say
 * @param trial how it can be tried, null if it cannot
 * @param grace what holds while a payment is overdue, null if nothing does
 * @param priced where its price stands, or its limits where it has none
 */
record PlanDefinition(
        Plan plan,
        Map<String, Mapping> written,
        LimitNames names,
        @Nullable Price price,
        @Nullable Trial trial,
        @Nullable Grace grace,
        SourcePosition priced) {

    /** How it is sold. */
    PlanTerms sold() {
        return new PlanTerms(plan, price, trial, grace);
    }

    /** The same plan, counted under other names. */
    PlanDefinition named(LimitNames others) {
        return new PlanDefinition(plan, written, others, price, trial, grace, priced);
    }

    PlanId id() {
        return plan.id();
    }
}
