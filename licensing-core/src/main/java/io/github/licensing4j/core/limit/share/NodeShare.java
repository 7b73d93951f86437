package io.github.licensing4j.core.limit.share;

import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.RateClaim;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/** Computes the share that one of several nodes enforces, so that the shares of all together are the limit. */
final class NodeShare {
    /** The longest time in which a share refills; times near 292 years overflow in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private NodeShare() {}

    /** Returns a claim on the share of a rate limit. */
    static RateClaim of(RateClaim claim, int nodes) {
        RateLimit share = of(claim.limit(), nodes);
        // A call that the whole limit would grant is granted by full buckets, which then owe the rest.
        long needed = claim.needed() <= smallestBurst(claim.limit())
                ? Math.min(claim.needed(), smallestBurst(share))
                : claim.needed();
        return new RateClaim(claim.counter(), share, claim.permits(), needed);
    }

    /** Returns a claim on the share of a concurrency limit: at least one call. */
    static ConcurrencyClaim of(ConcurrencyClaim claim, int nodes) {
        return new ConcurrencyClaim(claim.counter(), Math.max(1, claim.max() / nodes));
    }

    private static RateLimit of(RateLimit limit, int nodes) {
        List<Band> bands =
                limit.bands().stream().map(band -> share(band, nodes)).toList();
        return new RateLimit(limit.name(), limit.meter(), bands);
    }

    private static Band share(Band band, int nodes) {
        long common = BigInteger.valueOf(band.permits())
                .gcd(BigInteger.valueOf(nodes))
                .longValueExact();
        return new Band(band.permits() / common, longer(band.per(), nodes / common), Math.max(1, band.burst() / nodes));
    }

    private static Duration longer(Duration per, long times) {
        if (per.compareTo(LONGEST.dividedBy(times)) <= 0) {
            return per.multipliedBy(times);
        }
        return per.compareTo(LONGEST) > 0 ? per : LONGEST;
    }

    private static long smallestBurst(RateLimit limit) {
        return limit.bands().stream().mapToLong(Band::burst).min().orElseThrow();
    }
}
