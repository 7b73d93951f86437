package io.github.licensing4j.servlet;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.LimitStatus;
import java.util.List;
import java.util.function.Supplier;

/**
 * Caches the policies in use. At most {@value #SLOTS} are kept; one that hashes to a taken slot replaces it. Writes
 * race without harm, for each policy is immutable and compared before use.
 */
final class RateLimitPolicies {
    private static final int SLOTS = 1024;

    private final RateLimitPolicy[] slots = new RateLimitPolicy[SLOTS];
    private final Supplier<CatalogSummary> catalog;

    /** @param catalog the live catalog */
    RateLimitPolicies(Supplier<CatalogSummary> catalog) {
        this.catalog = catalog;
    }

    RateLimitPolicy of(List<LimitStatus> statuses) {
        int hash = 0;
        for (int i = 0; i < statuses.size(); i++) {
            hash = 31 * hash + System.identityHashCode(statuses.get(i).limit());
        }
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        RateLimitPolicy known = slots[slot];
        if (known != null && known.isOf(statuses)) {
            return known;
        }
        var policy = new RateLimitPolicy(statuses, catalog.get());
        slots[slot] = policy;
        return policy;
    }
}
