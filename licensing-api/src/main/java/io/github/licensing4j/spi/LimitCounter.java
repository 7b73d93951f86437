package io.github.licensing4j.spi;

import io.github.licensing4j.PlanId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The counter of one limit of a plan, as named by the last catalog that had the limit. It is stored, so that a renamed
 * limit keeps its counter after the catalog no longer has the former name.
 *
 * @param plan the plan version
 * @param limit the limit's name
 * @param was the former name in the catalog, null if there is none
 * @param counter the counter of the limit, without a subject
 * @param startedAt when the counter replaced one with another meter, kind, period or scope; null if it never did
 * @param sameUse whether the replaced counter counted the same meter for the same scope
 * @param inForce whether the last stored catalog has the limit
 */
public record LimitCounter(
        PlanId plan,
        String limit,
        @Nullable String was,
        CounterId counter,
        @Nullable Instant startedAt,
        boolean sameUse,
        boolean inForce) {}
