package io.github.licensing4j.core.bucket;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.core.cache.LruMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Configures Bucket4j buckets: one configuration for all licenses that share a rate limit. Bounded: the configuration that was
 * not used for longest is evicted, and built again when it is needed. Safe for use by many threads.
 */
public final class BucketConfigurations {
    /** Far above the number of limits in a catalog; contracts with limits of their own may pass it. */
    private static final int MAX = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final LruMap<RateLimit, BucketConfiguration> known;

    public BucketConfigurations() {
        this(MAX);
    }

    BucketConfigurations(int max) {
        this.known = new LruMap<>(max);
    }

    /** Returns the configuration of a rate limit. It is needed when a bucket is made or its limit has changed, not for each call. */
    public BucketConfiguration of(RateLimit limit) {
        lock.lock();
        try {
            return known.computeIfAbsent(limit, BucketConfigurations::build);
        } finally {
            lock.unlock();
        }
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
