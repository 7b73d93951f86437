package io.github.licensing4j.core.store.redis;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.bucket.BucketConfigurations;
import io.github.licensing4j.core.store.redis.LicensePermits.Returned;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Limits rates across nodes: each permit comes out of one Bucket4j bucket in Redis for each license and limit. A node takes slices of
 * permits ahead of need and spends them in its memory; what it does not spend within about a second goes back.
 */
final class RedisRates implements RateLimitStore {
    private static final long IDLE = TimeUnit.MINUTES.toNanos(2);
    private static final int TICKS_PER_EVICTION = 120;

    private final RedisLink link;
    private final RedisKeys keys;
    private final RateLimitStore duringOutage;
    private final BucketConfigurations configurations = new BucketConfigurations();
    private final ConcurrentHashMap<LicenseId, LicensePermits> permits = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<LicensePermits> holding = new ConcurrentLinkedQueue<>();
    private int ticks;

    /** @param duringOutage decides calls while Redis does not answer */
    RedisRates(RedisLink link, RedisKeys keys, RateLimitStore duringOutage) {
        this.link = link;
        this.keys = keys;
        this.duringOutage = duringOutage;
        // Redis may have started empty, or have refilled meanwhile.
        link.onConnect(session -> permits.values().forEach(LicensePermits::forgetExhaustion));
        link.onTick(this::tick);
    }

    @Override
    public RedisRateAccount account(LicenseId license) {
        return new RedisRateAccount(this, license, duringOutage.account(license));
    }

    RedisLink link() {
        return link;
    }

    RedisClock clock() {
        return link.clock();
    }

    LicensePermits find(LicenseId license) {
        return permits.computeIfAbsent(license, id -> new LicensePermits(id, this));
    }

    PermitSlice slice(LicenseId license, RateClaim claim, long now) {
        return new PermitSlice(claim, keys.bucket(license, claim.counter()), configurations.of(claim.limit()), now);
    }

    /** Lets a slice use the bands of a claim. */
    void use(PermitSlice slice, RateClaim claim, long now) {
        if (!slice.uses(claim.limit())) {
            slice.use(claim.limit(), configurations.of(claim.limit()), clock().at(now));
        }
    }

    /** Registers that a license may have permits to return. */
    void queue(LicensePermits license) {
        holding.add(license);
    }

    /** Sends a fetch, whose result the license receives. Never waits. */
    void send(LicensePermits license, PermitFetch fetch) {
        RedisSession session = link.session();
        if (session == null) {
            end(license, fetch);
            return;
        }
        try {
            CompletableFuture<BucketReading> reading = read(bucket(session, fetch.slice()), fetch.amount());
            var unused = reading.whenComplete((result, error) -> received(session, license, fetch, result));
            var unusedTimed = link.watch(session, reading).whenComplete((result, error) -> {
                if (error != null) {
                    end(license, fetch);
                }
            });
        } catch (RuntimeException e) {
            link.failed(session, e);
            end(license, fetch);
        }
    }

    private AsyncBucketProxy bucket(RedisSession session, PermitSlice slice) {
        long now = clock().nanos();
        BucketConfiguration configuration = slice.configuration();
        return session.buckets()
                .builder()
                .withImplicitConfigurationReplacement(
                        slice.version(clock().at(now), now), TokensInheritanceStrategy.PROPORTIONALLY)
                .build(slice.key(), () -> CompletableFuture.completedFuture(configuration));
    }

    private static CompletableFuture<BucketReading> read(AsyncBucketProxy bucket, long amount) {
        if (amount == 0) {
            return bucket.asVerbose().getAvailableTokens().thenApply(result -> BucketReading.of(true, result));
        }
        CompletableFuture<VerboseResult<Boolean>> taken = bucket.asVerbose().tryConsume(amount);
        return taken.thenApply(result -> BucketReading.of(result.getValue(), result));
    }

    private void received(
            RedisSession session, LicensePermits license, PermitFetch fetch, @Nullable BucketReading reading) {
        // Permits that arrive after the circuit has opened are dropped.
        if (reading == null || link.session() != session) {
            end(license, fetch);
            return;
        }
        PermitFetch next = license.received(fetch, reading, clock().nanos());
        if (next == null) {
            fetch.done().complete(true);
        } else {
            send(license, next);
        }
    }

    private static void end(LicensePermits license, PermitFetch fetch) {
        license.ended(fetch);
        fetch.done().complete(false);
    }

    private void tick() {
        long now = clock().nanos();
        putBack(slice -> slice.takeUnused(now));
        if (++ticks % TICKS_PER_EVICTION == 0) {
            permits.values().removeIf(license -> license.evict(now - IDLE));
        }
    }

    /** Returns unused permits to their buckets. While the circuit is open they are dropped. */
    List<CompletableFuture<?>> putBack(ToLongFunction<PermitSlice> unused) {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int left = holding.size(); left > 0; left--) {
            LicensePermits license = holding.poll();
            if (license != null) {
                license.takeUnused(unused).forEach(returned -> sent.add(putBack(returned)));
            }
        }
        return sent;
    }

    private CompletableFuture<?> putBack(Returned returned) {
        RedisSession session = link.session();
        if (session == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?> operation = bucket(session, returned.slice()).addTokens(returned.permits());
        return link.watch(session, operation);
    }
}
