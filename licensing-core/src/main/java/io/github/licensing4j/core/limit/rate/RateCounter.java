package io.github.licensing4j.core.limit.rate;

import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.bucket.BucketConfigurations;
import io.github.licensing4j.core.limit.counter.Counter;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitState;
import java.util.List;

/**
 * The buckets of one rate limit of one license. The arithmetic is Bucket4j's; its state is kept bare, since the license's
 * lock guards it anyway and a million of them must fit.
 */
final class RateCounter extends Counter {
    private static final long NANOS = 1_000_000;

    private RateLimit limit;
    private BucketState state;

    RateCounter(RateClaim first, BucketConfigurations configurations, long nowMillis) {
        super(first.counter());
        this.limit = first.limit();
        this.state =
                BucketState.createInitialState(configurations.of(limit), MathType.INTEGER_64_BITS, nowMillis * NANOS);
    }

    /** Brings the buckets to this instant, under the bands of this limit. */
    void advance(RateLimit live, BucketConfigurations configurations, long nowMillis) {
        state.refillAllBandwidth(nowMillis * NANOS);
        if (!live.equals(limit)) {
            state = state.replaceConfiguration(
                    configurations.of(live), TokensInheritanceStrategy.PROPORTIONALLY, nowMillis * NANOS);
            limit = live;
        }
    }

    boolean fits(long permits) {
        return state.getAvailableTokens() >= Math.max(1, permits);
    }

    /** Returns whether the permits would fit under other bands, with as many taken out of each bucket as now. */
    boolean wouldFit(RateLimit other, long permits, long nowMillis) {
        state.refillAllBandwidth(nowMillis * NANOS);
        List<Band> present = limit.bands();
        for (int i = 0; i < other.bands().size(); i++) {
            long out = i < present.size() ? present.get(i).burst() - state.getCurrentSize(i) : 0;
            if (other.bands().get(i).burst() - out < Math.max(1, permits)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the permits fit into full buckets. */
    static boolean fitsWhole(RateLimit limit, long permits) {
        return limit.bands().stream().allMatch(band -> band.burst() >= permits);
    }

    void consume(long permits) {
        if (permits > 0) {
            state.consume(permits);
        }
    }

    void putBack(long permits) {
        if (permits > 0) {
            state.addTokens(permits);
        }
    }

    /** Permits left in the emptiest bucket. */
    long remaining() {
        return Math.max(0, state.getAvailableTokens());
    }

    /** Returns the instant at which all buckets are full again. */
    long fullAt(long nowMillis) {
        return later(nowMillis, state.calculateFullRefillingTime(nowMillis * NANOS));
    }

    RateLimitState state(long nowMillis) {
        return new RateLimitState(remaining(), fullAt(nowMillis));
    }

    /**
     * Returns the instant at which the permits are available, {@link Long#MAX_VALUE} if the buckets never hold so many.
     */
    long fitsAt(long permits, long nowMillis) {
        long needed = Math.max(1, permits);
        long delay = state.calculateDelayNanosAfterWillBePossibleToConsume(needed, nowMillis * NANOS, true);
        if (delay == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        // The delay is rounded down to a nanosecond, which can be one too early when it falls on a whole millisecond.
        long at = later(nowMillis, delay);
        BucketState then = state.copy();
        then.refillAllBandwidth(at * NANOS);
        return then.getAvailableTokens() >= needed ? at : at + 1;
    }

    @Override
    protected boolean isUnused(long nowMillis) {
        state.refillAllBandwidth(nowMillis * NANOS);
        return state.calculateFullRefillingTime(nowMillis * NANOS) <= 0;
    }

    private static long later(long nowMillis, long nanos) {
        return nanos <= 0 ? nowMillis : nowMillis + (nanos - 1) / NANOS + 1;
    }
}
