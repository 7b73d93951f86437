package io.github.licensing4j.servlet;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Granted;
import io.github.licensing4j.LimitStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Writes the header fields for limits and notices. */
final class LicenseHeaders {
    private final RateLimitStyle style;
    private final String vary;
    private final InstantSource clock;
    private final Supplier<CatalogSummary> catalog;
    private final RateLimitPolicies policies;

    /**
     * @param vary the header fields that credentials are read from, empty for none
     * @param catalog the live catalog, for the units of its meters
     */
    LicenseHeaders(RateLimitStyle style, String vary, InstantSource clock, Supplier<CatalogSummary> catalog) {
        this.catalog = catalog;
        this.policies = new RateLimitPolicies(catalog);
        this.style = style;
        this.vary = vary;
        this.clock = clock;
    }

    /** Writes the fields before the handler runs, so that the handler can override them. */
    void write(Granted granted, HttpServletResponse response) {
        writeLimits(granted.limits(), response);
        List<String> notices = granted.notices();
        if (!notices.isEmpty()) {
            response.setHeader("License-Notice", notices.size() == 1 ? notices.get(0) : String.join(", ", notices));
        }
        if (!vary.isEmpty()) {
            response.addHeader("Vary", vary);
        }
        if (!response.containsHeader("Cache-Control")) {
            response.setHeader("Cache-Control", "private");
        }
    }

    void writeLimits(List<LimitStatus> limits, HttpServletResponse response) {
        if (limits.isEmpty() || style == RateLimitStyle.OFF) {
            return;
        }
        if (style == RateLimitStyle.DRAFT_11) {
            RateLimitPolicy policy = policies.of(limits);
            response.setHeader("RateLimit-Policy", policy.field(limits));
            response.setHeader("RateLimit", policy.status(limits, clock.millis()));
        } else {
            writeLegacy(limits, response);
        }
    }

    /** Writes the fields of the limit with the fewest whole units left. */
    private void writeLegacy(List<LimitStatus> limits, HttpServletResponse response) {
        CatalogSummary live = catalog.get();
        LimitStatus scarcest = null;
        long least = Long.MAX_VALUE;
        for (LimitStatus status : limits) {
            long factor = LimitTerms.factor(live, status.limit());
            if (factor > 0 && status.remaining() / factor < least) {
                least = status.remaining() / factor;
                scarcest = status;
            }
        }
        if (scarcest == null) {
            return;
        }
        long most = LimitTerms.most(scarcest) / LimitTerms.factor(live, scarcest.limit());
        response.setHeader("X-RateLimit-Limit", Long.toString(most));
        response.setHeader("X-RateLimit-Remaining", Long.toString(least));
        if (scarcest.resetsAt() != null) {
            response.setHeader("X-RateLimit-Reset", Long.toString(Seconds.until(scarcest.resetsAt(), clock.millis())));
        }
    }
}
