package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The response bodies of the states of limits. */
final class LimitResponses {
    private LimitResponses() {}

    /** Limits. */
    record LimitsJson(List<LimitJson> limits) {}

    /** A limit. */
    record LimitJson(
            String name,
            Limit.Kind kind,
            @Nullable String meter,
            @JsonUnwrapped State state,
            @Nullable Instant resetsAt,
            @JsonUnwrapped @Nullable Forecast forecast,
            @Nullable OwnSeatJson seat) {}

    /** The seat of the caller. */
    record OwnSeatJson(
            String holder, Instant takenAt, @Nullable Instant expiresAt) {}

    /** The units of a limit; absent if the scale of its meter is unknown. */
    record State(
            @Nullable BigDecimal amount,
            @Nullable BigDecimal used,
            @Nullable BigDecimal remaining,
            @Nullable BigDecimal carried,
            @Nullable BigDecimal overage) {}

    /** The expected use and cost by the end of the period. */
    record Forecast(
            @Nullable BigDecimal projected,
            @Nullable BigDecimal overageCost,
            @Nullable BigDecimal projectedCost,
            @Nullable Currency currency) {}

    /** A caller's license. */
    record MeJson(
            String license,
            String customer,
            PlanId plan,
            LicenseState state,
            @Nullable Instant expiresAt,
            SortedSet<String> features,
            SortedSet<String> scopes,
            List<LimitJson> limits) {}
}
