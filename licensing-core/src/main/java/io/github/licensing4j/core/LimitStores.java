package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.limit.share.ConcurrencyShares;
import io.github.licensing4j.core.limit.share.RateShares;
import io.github.licensing4j.core.store.redis.RedisLimits;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.RateLimitStore;
import java.util.Objects;
import java.util.function.IntSupplier;

/**
 * The stores of rates and of calls in flight.
 *
 * @param rates the buckets
 * @param concurrency the calls in flight
 */
record LimitStores(RateLimitStore rates, ConcurrencyStore concurrency) {

    /** Returns stores that enforce whole limits, for a node that shares its store with no other. */
    static LimitStores whole(InMemoryCounters counters) {
        return new LimitStores(counters, counters);
    }

    /**
     * Returns stores that enforce the share of this node.
     *
     * @param nodes returns the number of live nodes, this one included
     */
    static LimitStores shares(InMemoryCounters counters, IntSupplier nodes) {
        return new LimitStores(new RateShares(counters, nodes), new ConcurrencyShares(counters, nodes));
    }

    /** Returns the configured stores, and these where there are none. Redis uses these while it does not answer. */
    LimitStores configured(LicensingBuilder settings) {
        RedisLimits redis = settings.redis;
        return redis != null
                ? new LimitStores(redis.rates(rates), redis.concurrency(concurrency))
                : new LimitStores(
                        Objects.requireNonNullElse(settings.rates, rates),
                        Objects.requireNonNullElse(settings.concurrency, concurrency));
    }

    /** Returns whether a store is one of others. */
    @SuppressWarnings("ReferenceEquality") // Stores are compared, not what they contain.
    boolean hasOneOf(LimitStores others) {
        return rates == others.rates || concurrency == others.concurrency;
    }

    /** Returns which share this node enforces. */
    static Health.Component health(int nodes) {
        return new Health.Component("shares", Status.UP, "rates and concurrency: share 1 of " + nodes);
    }
}
