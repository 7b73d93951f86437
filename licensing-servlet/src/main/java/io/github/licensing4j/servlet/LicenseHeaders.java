package io.github.licensing4j.servlet;

import io.github.licensing4j.Granted;
import io.github.licensing4j.LimitStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;

/** Writes what answers tell about limits and notices. */
final class LicenseHeaders {
    private final RateLimitStyle style;
    private final String vary;
    private final InstantSource clock;
    private final RateLimitPolicies policies = new RateLimitPolicies();

    /** @param vary the header fields that credentials are read from, empty for none */
    LicenseHeaders(RateLimitStyle style, String vary, InstantSource clock) {
        this.style = style;
        this.vary = vary;
        this.clock = clock;
    }

    /** Written before the handler runs, so that what the handler sets goes first. */
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
            response.setHeader("RateLimit-Policy", policy.field());
            response.setHeader("RateLimit", policy.status(limits, clock.millis()));
        } else {
            writeLegacy(scarcest(limits), response);
        }
    }

    private void writeLegacy(LimitStatus status, HttpServletResponse response) {
        response.setHeader("X-RateLimit-Limit", Long.toString(LimitTerms.most(status.limit())));
        response.setHeader("X-RateLimit-Remaining", Long.toString(status.remaining()));
        if (status.resetsAt() != null) {
            response.setHeader("X-RateLimit-Reset", Long.toString(Seconds.until(status.resetsAt(), clock.millis())));
        }
    }

    private static LimitStatus scarcest(List<LimitStatus> limits) {
        LimitStatus scarcest = limits.get(0);
        for (LimitStatus status : limits) {
            if (status.remaining() < scarcest.remaining()) {
                scarcest = status;
            }
        }
        return scarcest;
    }
}
