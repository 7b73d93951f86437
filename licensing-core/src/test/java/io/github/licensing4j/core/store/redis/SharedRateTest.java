package io.github.licensing4j.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitAccount;
import io.github.licensing4j.spi.RateLimitStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several stores with connections of their own share one rate. */
class SharedRateTest {
    private static final LicenseId LICENSE = new LicenseId("https://issuer", "lic_1");
    private static final CounterId BURST = new CounterId("burst", null, Limit.Kind.RATE, "");
    private final RedisProcess redis = RedisProcess.start();
    private final String prefix = UUID.randomUUID().toString();
    private final List<RedisLimits> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(RedisLimits::close);
        redis.close();
    }

    @Test
    void sharesRateBetweenFourNodes() throws Exception {
        List<RateLimitStore> stores =
                List.of(node(System::nanoTime), node(System::nanoTime), node(System::nanoTime), node(System::nanoTime));
        int seconds = 3;
        LongAdder granted = new LongAdder();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        run(16, thread -> {
            RateLimitAccount account = stores.get(thread % 4).account(LICENSE);
            while (System.nanoTime() - end < 0) {
                if (account.take(List.of(claim(1_000, 100, 1)), 0) instanceof RateHold) {
                    granted.increment();
                } else {
                    LockSupport.parkNanos(200_000);
                }
            }
        });
        double lasted = (System.nanoTime() - start) / 1e9;
        assertThat(granted.sum()).isBetween((long) (seconds * 1_000 * 0.98), (long) (lasted * 1_000 * 1.02) + 100);
    }

    @Test
    void needsFewOperationsForManyGrants() throws Exception {
        RateLimitStore store = node(System::nanoTime);
        int perThread = 20_000;
        LongAdder granted = new LongAdder();
        run(16, thread -> {
            RateLimitAccount account = store.account(LICENSE);
            for (int i = 0; i < perThread; i++) {
                if (account.take(List.of(claim(100_000_000, 100_000_000, 1)), 0) instanceof RateHold) {
                    granted.increment();
                }
            }
        });
        assertThat(granted.sum()).isEqualTo(16L * perThread);
        // An operation of Bucket4j is two round trips.
        assertThat(2 * nodes.get(0).status().operations()).isLessThan(20 * granted.sum() / 1_000);
    }

    @Test
    void ignoresClocksOfNodes() {
        RateLimitStore early = node(System::nanoTime);
        RateLimitStore late = node(() -> System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        long hour = Duration.ofHours(1).toMillis();
        List<RateClaim> all = List.of(claim(10, 10, 10));
        assertThat(early.account(LICENSE).take(all, 0)).isInstanceOf(RateHold.class);
        assertThat(late.account(LICENSE).take(all, hour)).isNotInstanceOf(RateHold.class);
        assertThat(early.account(LICENSE).take(all, -hour)).isNotInstanceOf(RateHold.class);
    }

    @Test
    void neverRefillsByTwoCatalogs() throws Exception {
        RateLimitStore older = node(System::nanoTime);
        RateLimitStore newer = node(System::nanoTime);
        long granted = 0;
        for (int i = 0; i < 20; i++) {
            granted += older.account(LICENSE).take(List.of(claim(1, 10, 1)), 0) instanceof RateHold ? 1 : 0;
            granted += newer.account(LICENSE).take(List.of(claim(1, 40, 1)), 0) instanceof RateHold ? 1 : 0;
        }
        assertThat(granted).isBetween(20L, 41L);
        assertThat(newer.account(LICENSE).take(List.of(claim(1, 40, 3)), 0)).isNotInstanceOf(RateHold.class);
    }

    @Test
    void returnsUnusedPermits() {
        RateLimitStore one = node(System::nanoTime);
        RateHold hold = (RateHold) one.account(LICENSE).take(List.of(claim(1, 1_000, 900)), 0);
        hold.release();
        nodes.get(0).close();
        assertThat(node(System::nanoTime).account(LICENSE).take(List.of(claim(1, 1_000, 1_000)), 0))
                .isInstanceOf(RateHold.class);
    }

    private RateLimitStore node(LongSupplier nanos) {
        RedisOptions options = new RedisOptions(
                Duration.ofSeconds(5), prefix, RedisOptions.defaults().outagePolicy());
        RedisLimits node = RedisLimits.connectOnce(RedisConnector.of(redis.uri()), options, nanos);
        node.link().maintain();
        nodes.add(node);
        return node.rates(new InMemoryCounters(10));
    }

    private static RateClaim claim(long perSecond, long burst, long permits) {
        return new RateClaim(
                BURST,
                new RateLimit("burst", null, List.of(new Band(perSecond, Duration.ofSeconds(1), burst))),
                permits);
    }

    private interface Caller {
        void call(int thread) throws Exception;
    }

    private static void run(int threads, Caller caller) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                calls.add(pool.submit(() -> {
                    caller.call(thread);
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
