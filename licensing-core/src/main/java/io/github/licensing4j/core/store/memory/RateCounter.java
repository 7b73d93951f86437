package io.github.licensing4j.core.store.memory;

import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateStanding;

/**
 * The buckets of one rate limit of one license. The arithmetic is Bucket4j's; its state is kept bare, since the account's
 * lock guards it anyway and a million of them must fit.
 */
final class RateCounter {
    private static final long NANOS = 1_000_000;

    final CounterId id;
    private RateLimit limit;
    private BucketState state;

    RateCounter(RateClaim first, BucketConfigurations configurations, long nowMillis) {
        this.id = first.counter();
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
        long available = state.getAvailableTokens();
        return available > 0 && permits <= available;
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

    RateStanding standing(long nowMillis) {
        return new RateStanding(
                Math.max(0, state.getAvailableTokens()),
                later(nowMillis, state.calculateFullRefillingTime(nowMillis * NANOS)));
    }

    /** When so many permits are there, {@link Long#MAX_VALUE} if the buckets never hold so many. */
    long fitsAt(long permits, long nowMillis) {
        long delay =
                state.calculateDelayNanosAfterWillBePossibleToConsume(Math.max(1, permits), nowMillis * NANOS, true);
        return delay == Long.MAX_VALUE ? Long.MAX_VALUE : later(nowMillis, delay);
    }

    boolean isFull(long nowMillis) {
        state.refillAllBandwidth(nowMillis * NANOS);
        return state.calculateFullRefillingTime(nowMillis * NANOS) <= 0;
    }

    private static long later(long nowMillis, long nanos) {
        return nanos <= 0 ? nowMillis : nowMillis + (nanos - 1) / NANOS + 1;
    }
}
