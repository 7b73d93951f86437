package io.github.licensing4j.servlet;

/** Selects the header fields that report remaining limits. */
public enum RateLimitStyle {
    /**
     * {@code RateLimit-Policy} and {@code RateLimit} as of draft-ietf-httpapi-ratelimit-headers-11, not a standard yet:
     * the default. One item per limit; of a rate limit with several bands, the band with the smallest burst is shown.
     */
    DRAFT_11,
    /**
     * {@code X-RateLimit-Limit}, {@code X-RateLimit-Remaining} and {@code X-RateLimit-Reset} (seconds from now), of the
     * limit with the least left.
     */
    X_RATELIMIT,
    /** None. */
    OFF
}
