package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.servlet.admin.WhatIfResponses.BothAmountsJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The response body of the comparison with a shadow catalog. */
final class ShadowResponses {
    private ShadowResponses() {}

    /** The comparison of the calls of a node with its shadow catalog. */
    record ShadowJson(
            @Nullable String hash,
            @Nullable Instant since,
            boolean file,
            @JsonUnwrapped ShadowCalls calls,
            ShadowRefusalsJson refusals,
            List<MeterEffectJson> meters,
            ShadowEffectsJson customers,
            ShadowEffectsJson endpoints,
            @Nullable String problem,
            List<String> notes) {}

    /** The number of compared calls. */
    record ShadowCalls(long compared, long differences, long chargedDifferently, long notCompared) {}

    /** The calls that are decided differently, by refusal code. */
    record ShadowRefusalsJson(
            Map<String, Long> wouldRefuse, Map<String, Long> wouldGrant, Map<String, Long> refusedOtherwise) {}

    /** The charges of calls that are charged differently, of one meter. */
    record MeterEffectJson(String meter, long calls, BigDecimal live, BigDecimal draft, List<BothAmountsJson> money) {}

    /** The largest effects on customers or endpoints. */
    record ShadowEffectsJson(List<ShadowEffectJson> largest, long leftOut) {}

    /** The effect on one customer or endpoint, in calls. */
    record ShadowEffectJson(
            String name, long wouldRefuse, long wouldGrant, long refusedOtherwise, long chargedDifferently) {}
}
