package io.github.licensing4j.core.catalog;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Plan;
import io.github.licensing4j.PlanId;
import org.jspecify.annotations.Nullable;

/**
 * The terms on which a plan version is sold.
 *
 * @param plan its features, limits and whether it is on sale
 * @param price its price, null if the catalog has none
 * @param trial how it can be tried, null if it cannot
 * @param grace the access while a payment is overdue, null if there is none
 */
public record PlanOffer(
        Plan plan,
        @Nullable Price price,
        @Nullable Trial trial,
        @Nullable Grace grace) {

    /**
     * A trial.
     *
     * @param length how long
     * @param then the plan that follows
     * @param only whether the plan is for trials only, null if the catalog does not define it
     */
    public record Trial(
            ContractPeriod length, PlanId then, @Nullable Boolean only) {}

    /**
     * The access while a payment is overdue.
     *
     * @param length how long
     * @param reducedTo the plan whose terms are in force meanwhile, null for full access
     */
    public record Grace(ContractPeriod length, @Nullable PlanId reducedTo) {}
}
