package io.github.licensing4j.core.limit.rate;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.licensing4j.RateLimit;
import java.util.concurrent.ConcurrentHashMap;

/** One Bucket4j configuration for all licenses that share a rate limit. */
final class BucketConfigurations {
    /** Far above the number of limits in a catalog; contracts with limits of their own may pass it. */
    private static final int MAX = 10_000;

    private final ConcurrentHashMap<RateLimit, BucketConfiguration> known = new ConcurrentHashMap<>();

    BucketConfiguration of(RateLimit limit) {
        BucketConfiguration configuration = known.get(limit);
        if (configuration == null) {
            if (known.size() >= MAX) {
                known.clear();
            }
            configuration = build(limit);
            known.put(limit, configuration);
        }
        return configuration;
    }

    private static BucketConfiguration build(RateLimit limit) {
        var builder = BucketConfiguration.builder();
        for (int i = 0; i < limit.bands().size(); i++) {
            RateLimit.Band band = limit.bands().get(i);
            builder.addLimit(Bandwidth.builder()
                    .capacity(band.burst())
                    .refillGreedy(band.permits(), band.per())
                    // Without ids an edit of two bands or more would start every bucket full.
                    .id(Integer.toString(i))
                    .build());
        }
        return builder.build();
    }
}
