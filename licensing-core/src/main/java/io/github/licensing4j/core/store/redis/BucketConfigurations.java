package io.github.licensing4j.core.store.redis;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.licensing4j.RateLimit;
import java.util.concurrent.ConcurrentHashMap;

/** One Bucket4j configuration for all licenses that share a rate limit. */
final class BucketConfigurations {
    /** Far above the number of limits in a catalog; licenses with limits of their own may pass it. */
    private static final int MAX = 10_000;

    private final ConcurrentHashMap<RateLimit, BucketConfiguration> known = new ConcurrentHashMap<>();

    BucketConfiguration of(RateLimit limit) {
        if (known.size() >= MAX) {
            known.clear();
        }
        return known.computeIfAbsent(limit, BucketConfigurations::build);
    }

    private static BucketConfiguration build(RateLimit limit) {
        var builder = BucketConfiguration.builder();
        for (int i = 0; i < limit.bands().size(); i++) {
            RateLimit.Band band = limit.bands().get(i);
            builder.addLimit(Bandwidth.builder()
                    .capacity(band.burst())
                    .refillGreedy(band.permits(), band.per())
                    // Bands are compared by their index when a configuration is replaced.
                    .id(Integer.toString(i))
                    .build());
        }
        return builder.build();
    }
}
