package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import io.github.licensing4j.tck.RateLimitStoreContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

class RedisRatesContractTest extends RateLimitStoreContract {
    private final RedisProcess redis = RedisProcess.start();
    private final List<RedisLimits> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(RedisLimits::close);
        redis.close();
    }

    @Override
    protected RateLimitStore rates() {
        AtomicLong added = new AtomicLong();
        RedisOptions options = new RedisOptions(
                Duration.ofSeconds(5),
                UUID.randomUUID().toString(),
                RedisOptions.defaults().outagePolicy());
        RedisLimits limits = RedisLimits.connectOnce(RedisConnector.of(redis.uri()), options, added::get);
        opened.add(limits);
        RateLimitStore store = limits.rates(new InMemoryCounters(10));
        return license -> new Timed(store.account(license), added);
    }

    /** Moves the monotonic clock of the store by as much as the time of calls moves. */
    private static final class Timed implements RateLimitAccount {
        private static final long START = 1_750_000_000_000L;
        private final RateLimitAccount account;
        private final AtomicLong added;

        Timed(RateLimitAccount account, AtomicLong added) {
            this.account = account;
            this.added = added;
        }

        private RateLimitAccount at(long nowMillis) {
            added.set(Math.max(added.get(), Duration.ofMillis(nowMillis - START).toNanos()));
            return account;
        }

        @Override
        public RateResult take(List<RateClaim> claims, long nowMillis) {
            return at(nowMillis).take(claims, nowMillis);
        }

        @Override
        public RateLimitState state(RateClaim claim, long nowMillis) {
            return at(nowMillis).state(claim, nowMillis);
        }

        @Override
        public boolean wouldFit(RateClaim claim, long nowMillis) {
            return at(nowMillis).wouldFit(claim, nowMillis);
        }
    }
}
