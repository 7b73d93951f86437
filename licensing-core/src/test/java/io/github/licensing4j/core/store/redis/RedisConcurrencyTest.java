package io.github.licensing4j.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.ConcurrencyResult.ConcurrencyExceeded;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.tck.ConcurrencyStoreContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisConcurrencyTest extends ConcurrencyStoreContract {
    private static final LicenseId LICENSE = new LicenseId("https://issuer", "lic_9");
    private static final CounterId PARALLEL = new CounterId("parallel", null, Limit.Kind.CONCURRENCY, "");
    private static final Duration LEASE = Duration.ofMillis(1_500);

    private final RedisProcess redis = RedisProcess.start();
    private final String prefix = UUID.randomUUID().toString();
    private final List<RedisLimits> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(RedisLimits::close);
        redis.close();
    }

    @Override
    protected ConcurrencyStore concurrency() {
        return node(LEASE.multipliedBy(20));
    }

    @Test
    void countsCallsOfAllNodes() {
        ConcurrencyStore one = node(LEASE);
        ConcurrencyStore other = node(LEASE);
        ConcurrencyHold first = (ConcurrencyHold) enter(one, 2);
        assertThat(enter(other, 2)).isInstanceOf(ConcurrencyHold.class);
        assertThat(enter(one, 2)).isEqualTo(new ConcurrencyExceeded(0, 2));
        first.release();
        await(() -> enter(other, 2) instanceof ConcurrencyHold);
    }

    @Test
    void neverExceedsTheMaximum() throws Exception {
        List<ConcurrencyStore> stores = List.of(node(LEASE.multipliedBy(20)), node(LEASE.multipliedBy(20)));
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ConcurrencyStore store = stores.get(i % 2);
            threads.add(new Thread(() -> {
                for (int n = 0; n < 200; n++) {
                    if (enter(store, 3) instanceof ConcurrencyHold hold) {
                        most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                        entered.incrementAndGet();
                        inFlight.decrementAndGet();
                        hold.release();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(entered.get()).isPositive();
        await(() -> stores.get(0).account(LICENSE).inFlight(PARALLEL) == 0);
    }

    @Test
    void endsCallsOfDeadNode() {
        ConcurrencyStore dead = node(LEASE);
        ConcurrencyStore living = node(LEASE);
        assertThat(enter(dead, 1)).isInstanceOf(ConcurrencyHold.class);
        nodes.get(0).close();
        assertThat(enter(living, 1)).isEqualTo(new ConcurrencyExceeded(0, 1));
        await(() -> enter(living, 1) instanceof ConcurrencyHold);
    }

    @Test
    void keepsCallsInFlightByRenewal() {
        RedisConcurrency long1 = node(LEASE);
        ConcurrencyStore other = node(LEASE);
        assertThat(enter(long1, 1)).isInstanceOf(ConcurrencyHold.class);
        long end = System.nanoTime() + 2 * LEASE.toNanos();
        while (System.nanoTime() - end < 0) {
            long1.renew();
            assertThat(enter(other, 1)).isEqualTo(new ConcurrencyExceeded(0, 1));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    @Test
    void transfersCallsToNewConnection() {
        ConcurrencyStore one = node(LEASE.multipliedBy(20));
        ConcurrencyStore other = node(LEASE.multipliedBy(20));
        ConcurrencyHold hold = (ConcurrencyHold) enter(one, 1);
        redis.stop();
        await(() -> nodes.stream().noneMatch(node -> node.status().isConnected()));
        assertThat(enter(one, 1)).isInstanceOf(ConcurrencyHold.class);
        redis.startEmpty();
        await(() -> nodes.stream().allMatch(node -> node.status().isConnected()));
        // Both calls of the first node are there again, though Redis started empty.
        assertThat(enter(other, 2)).isEqualTo(new ConcurrencyExceeded(0, 2));
        hold.release();
    }

    private RedisConcurrency node(Duration lease) {
        RedisOptions options = new RedisOptions(
                Duration.ofSeconds(2), prefix, RedisOptions.defaults().outagePolicy());
        RedisLimits node = RedisLimits.connect(redis.uri(), options);
        nodes.add(node);
        return new RedisConcurrency(node.link(), node.keys(), new InMemoryCounters(10), lease);
    }

    private static ConcurrencyResult enter(ConcurrencyStore store, int max) {
        return store.account(LICENSE).enter(List.of(new ConcurrencyClaim(PARALLEL, max)), 0);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
