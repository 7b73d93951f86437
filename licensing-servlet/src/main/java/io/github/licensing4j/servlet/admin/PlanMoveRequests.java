package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.PlanMoves;
import io.github.licensing4j.admin.PlanMoves.Move;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The request bodies of moves of many licenses. */
final class PlanMoveRequests {
    private static final int DEFAULT_MAX = 1_000;

    private PlanMoveRequests() {}

    /** A move of many licenses to another plan version. */
    record PlanMoveRequestJson(
            @JsonProperty(required = true) PlanId from,
            @JsonProperty(required = true) PlanId plan,
            @JsonSetter(nulls = Nulls.FAIL) @Nullable When when,
            @JsonSetter(nulls = Nulls.FAIL) @Nullable UsageTreatment usage,
            Set<String> customers,
            @Whole(max = 100) @Nullable Integer percent,
            @Whole(max = PlanMoves.MOST) @Nullable Integer max,
            @Nullable String reason)
            implements Request {

        Move move() {
            return new Move(
                    from,
                    new PlanChangeRequest(
                            plan,
                            Objects.requireNonNullElse(when, When.NEXT_PERIOD),
                            Objects.requireNonNullElse(usage, UsageTreatment.CARRY)),
                    customers,
                    Objects.requireNonNullElse(percent, 100),
                    Objects.requireNonNullElse(max, DEFAULT_MAX));
        }
    }
}
