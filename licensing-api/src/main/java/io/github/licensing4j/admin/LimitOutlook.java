package io.github.licensing4j.admin;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Money;
import org.jspecify.annotations.Nullable;

/**
 * Projects the usage of a quota to the end of its present period, at the average rate so far: in proportion to the time
 * that has passed since the period began, or the license where that is later. Nothing is projected before 5 % of the
 * period have passed since then. Units are the meter's smallest. Costs are rounded half-even to the minor unit of the
 * currency.
 *
 * @param status the current state of the quota
 * @param overage units beyond the included amount and what was carried into the period so far; 0 or more
 * @param cost what they cost so far; null where overage has no price, and on trial. Of a budget that the licenses of a
 *     customer share, what it costs the customer
 * @param projected units by the end of the period, no more than the quota lets pass; null while too little time has
 *     passed
 * @param projectedCost what those beyond the amount and what was carried would cost; null where {@code cost} or
 *     {@code projected} is
 */
public record LimitOutlook(
        LimitStatus status,
        long overage,
        @Nullable Money cost,
        @Nullable Long projected,
        @Nullable Money projectedCost) {}
