package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.licensing4j.admin.WhatIfReport.Precision;
import io.github.licensing4j.admin.WhatIfReport.ProblemKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response bodies of replays of stored usage. */
final class WhatIfResponses {
    private WhatIfResponses() {}

    /** The result of a replay of stored usage under a draft of the catalog. */
    record WhatIfJson(
            @JsonUnwrapped Replayed replayed,
            long calls,
            BothCallsJson granted,
            WhatIfRevenueJson revenue,
            long differences,
            List<CustomerEffectJson> customers,
            @Nullable String next,
            @JsonUnwrapped Remarks remarks) {}

    /** The replayed time and the compared catalogs. */
    record Replayed(Instant from, Instant to, String liveHash, String draftHash) {}

    /** The parts that a report leaves out or cannot compare. */
    record Remarks(long leftOut, List<WhatIfProblemJson> problems, List<String> notes) {}

    /** Calls under the live catalog and under the draft. */
    record BothCallsJson(long live, long draft) {}

    /** Charges under the live catalog and under the draft, in one currency, and in every currency. */
    record WhatIfRevenueJson(
            @Nullable String currency, BigDecimal live, BigDecimal draft, List<BothAmountsJson> byCurrency) {}

    /** Charges in one currency under the live catalog and under the draft. */
    record BothAmountsJson(String currency, BigDecimal live, BigDecimal draft) {}

    /** The effect of a draft on one customer. */
    record CustomerEffectJson(
            String customer,
            long calls,
            BothCallsJson refused,
            List<BothAmountsJson> revenue,
            List<ReplayedRefusalsJson> refusals,
            int leftOut) {}

    /** Calls of one license that are refused for one reason. */
    record ReplayedRefusalsJson(
            String license,
            String code,
            @Nullable String limit,
            BothCallsJson calls,
            @Nullable Instant first,
            Precision precision) {}

    /** A part of a draft that cannot be applied or compared. */
    record WhatIfProblemJson(ProblemKind kind, @Nullable String subject, long licenses, String detail) {}
}
