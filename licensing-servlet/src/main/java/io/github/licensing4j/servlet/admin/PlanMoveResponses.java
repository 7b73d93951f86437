package io.github.licensing4j.servlet.admin;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response bodies of moves of many licenses. */
final class PlanMoveResponses {
    private PlanMoveResponses() {}

    /** A page of the licenses that a move selects. */
    record PlanMovePreviewJson(
            List<MoveCandidateJson> licenses, @Nullable String next) {}

    /** A license that a move selects. */
    record MoveCandidateJson(
            String license,
            String customer,
            @Nullable Instant at,
            @Nullable PlanPriceJson priceBefore,
            @Nullable PlanPriceJson priceAfter,
            @Nullable String problem) {}

    /** The price of a plan for a billing period. */
    record PlanPriceJson(BigDecimal amount, String currency) {}

    /** The result of a move, or of taking it back. */
    record PlanMoveJson(String moveId, int changed, List<SkippedLicenseJson> skipped, int leftOut, boolean complete) {}

    /** A license that was not changed. */
    record SkippedLicenseJson(String license, String problem) {}
}
