package io.github.licensing4j.spi;

import io.github.licensing4j.PlanId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The counter of one limit of a plan, as the last catalog that had the limit named it. It is kept, so that a limit that was renamed
 * keeps its counter after the catalog no longer says what it was called before.
 *
 * @param plan the plan version
 * @param limit the limit's name
 * @param was the former name that the catalog gave, null if it gave none
 * @param counter what the limit counts on, without a subject
 * @param startedAt when the counter took the place of one with another meter, kind, period or scope; null if it never did
 * @param sameUse whether the counter before it counted the same meter for the same scope
 * @param inForce whether the catalog that was kept last has the limit
 */
public record LimitCounter(
        PlanId plan,
        String limit,
        @Nullable String was,
        CounterId counter,
        @Nullable Instant startedAt,
        boolean sameUse,
        boolean inForce) {}
