package io.github.licensing4j.servlet;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.LimitStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes the header fields that report limits. The constant parts of the draft-11 fields are cached: at most
 * {@value #SLOTS}, and one that hashes to a taken slot replaces it. Writes race without harm, for each is immutable and
 * compared before use.
 */
final class RateLimitHeaders {
    private static final int SLOTS = 1024;

    private final RateLimitPolicy[] policies = new RateLimitPolicy[SLOTS];
    private final RateLimitStyle style;
    private final InstantSource clock;
    private final Supplier<CatalogSummary> catalog;

    /** @param catalog the live catalog, for the units of its meters */
    RateLimitHeaders(RateLimitStyle style, InstantSource clock, Supplier<CatalogSummary> catalog) {
        this.style = style;
        this.clock = clock;
        this.catalog = catalog;
    }

    void write(List<LimitStatus> limits, HttpServletResponse response) {
        if (limits.isEmpty() || style == RateLimitStyle.OFF) {
            return;
        }
        if (style == RateLimitStyle.DRAFT_11) {
            RateLimitPolicy policy = policy(limits);
            response.setHeader("RateLimit-Policy", policy.field(limits));
            response.setHeader("RateLimit", policy.status(limits, clock.millis()));
        } else {
            writeLegacy(limits, response);
        }
    }

    /** Returns the constant part for calls under the same limits. */
    RateLimitPolicy policy(List<LimitStatus> statuses) {
        int hash = 0;
        for (int i = 0; i < statuses.size(); i++) {
            hash = 31 * hash + System.identityHashCode(statuses.get(i).limit());
        }
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        RateLimitPolicy known = policies[slot];
        if (known != null && known.isOf(statuses)) {
            return known;
        }
        var policy = new RateLimitPolicy(statuses, catalog.get());
        policies[slot] = policy;
        return policy;
    }

    /** Writes the fields of the limit with the fewest whole units left. */
    private void writeLegacy(List<LimitStatus> limits, HttpServletResponse response) {
        CatalogSummary live = catalog.get();
        LimitStatus scarcest = null;
        long least = Long.MAX_VALUE;
        for (LimitStatus status : limits) {
            long factor = LimitFields.factor(live, status.limit());
            if (factor > 0 && LimitFields.isUsedUp(status.limit()) && status.remaining() / factor < least) {
                least = status.remaining() / factor;
                scarcest = status;
            }
        }
        if (scarcest == null) {
            return;
        }
        long most = LimitFields.most(scarcest) / LimitFields.factor(live, scarcest.limit());
        response.setHeader("X-RateLimit-Limit", Long.toString(most));
        response.setHeader("X-RateLimit-Remaining", Long.toString(least));
        if (scarcest.resetsAt() != null) {
            response.setHeader("X-RateLimit-Reset", Long.toString(Seconds.until(scarcest.resetsAt(), clock.millis())));
        }
    }
}
