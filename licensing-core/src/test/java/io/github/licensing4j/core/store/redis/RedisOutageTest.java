package io.github.licensing4j.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.store.jdbc.FaultyProxy;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis is stopped, started empty and suspended. */
class RedisOutageTest {
    private static final LicenseId LICENSE = new LicenseId("https://issuer", "lic_1");
    private static final RateClaim CLAIM = new RateClaim(
            new CounterId("burst", null, Limit.Kind.RATE, ""),
            new RateLimit("burst", null, List.of(new Band(1, Duration.ofHours(1), 10))),
            1);
    private static final Duration TIMEOUT = RedisOptions.defaults().timeout();
    /** A loaded machine delays a thread that waits for a time-out. */
    private static final Duration SLACK = Duration.ofMillis(750);

    private final RedisProcess redis = RedisProcess.start();
    private final FaultyProxy proxy;
    private final List<RedisLimits> opened = new ArrayList<>();

    RedisOutageTest() throws IOException {
        proxy = new FaultyProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), redis.port()));
    }

    @AfterEach
    void close() throws IOException {
        opened.forEach(RedisLimits::close);
        proxy.close();
        redis.close();
    }

    @ParameterizedTest
    @EnumSource
    void neverWaitsLongerThanTheTimeout(Fault fault) {
        RateLimitStore store = store(RedisOptions.defaults());
        take(store);
        begin(fault);
        long longest = 0;
        for (int i = 0; i < 30; i++) {
            long start = System.nanoTime();
            take(store);
            longest = Math.max(longest, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(longest)).isLessThan(TIMEOUT.plus(SLACK));
        // Permits that the node holds already need no Redis, so that it may be asked only after these calls.
        await(() -> {
            take(store);
            return !limits().status().isConnected();
        });
        end(fault);
        await(() -> limits().status().isConnected());
        assertThat(limits().health().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void requiresStableAnswersAfterFlapping() {
        RateLimitStore store = store(OutagePolicy.Rates.LOCAL_SHARE);
        for (int i = 0; i < 3; i++) {
            proxy.refuse();
            await(() -> !limits().status().isConnected());
            proxy.forward();
            await(() -> limits().status().isConnected());
        }
        assertThat(limits().status().outages()).isEqualTo(3);
        assertThat(take(store)).isInstanceOf(RateHold.class);
    }

    @Test
    void enforcesShareDuringOutage() {
        RateLimitStore store = store(OutagePolicy.Rates.LOCAL_SHARE);
        assertThat(grants(store, 15)).isEqualTo(10);
        redis.stop();
        await(() -> !limits().status().isConnected());
        assertThat(grants(store, 15)).isEqualTo(10);
        assertThat(limits().status().granted()).isEqualTo(10);
        redis.startEmpty();
        await(() -> limits().status().isConnected());
        // Started empty, the bucket is full again: one burst more.
        assertThat(grants(store, 15)).isEqualTo(10);
    }

    @Test
    void keepsSharedPermitsOverPause() {
        RateLimitStore store = store(OutagePolicy.Rates.LOCAL_SHARE);
        assertThat(grants(store, 15)).isEqualTo(10);
        redis.hang();
        grants(store, 5);
        await(() -> !limits().status().isConnected());
        redis.resume();
        await(() -> limits().status().isConnected());
        assertThat(grants(store, 15)).isZero();
    }

    @Test
    void grantsEverythingWhereOpen() {
        RateLimitStore store = store(OutagePolicy.Rates.OPEN);
        redis.stop();
        await(() -> !limits().status().isConnected());
        assertThat(grants(store, 100)).isEqualTo(100);
        assertThat(limits().health().status()).isEqualTo(Health.Status.DEGRADED);
    }

    @Test
    void refusesEverythingWhereClosed() {
        RateLimitStore store = store(OutagePolicy.Rates.CLOSED);
        redis.stop();
        await(() -> !limits().status().isConnected());
        assertThat(take(store)).isInstanceOf(HoldResult.Unavailable.class);
        assertThat(limits().health().status()).isEqualTo(Health.Status.DOWN);
        assertThat(limits().health().detail()).contains("CLOSED").doesNotContain("redis://");
    }

    @Test
    void startsWithoutRedis() {
        redis.stop();
        RateLimitStore store = store(OutagePolicy.Rates.LOCAL_SHARE);
        assertThat(grants(store, 15)).isEqualTo(10);
        redis.startEmpty();
        await(() -> limits().status().isConnected());
        assertThat(grants(store, 15)).isEqualTo(10);
    }

    private RedisLimits limits() {
        return opened.get(0);
    }

    /** Returns a store whose time-out a busy machine does not reach by itself. */
    private RateLimitStore store(OutagePolicy.Rates policy) {
        return store(new RedisOptions(Duration.ofMillis(800), "test", policy));
    }

    private RateLimitStore store(RedisOptions options) {
        opened.add(RedisLimits.connect("redis://127.0.0.1:" + proxy.port(), options));
        return limits().rates(new InMemoryCounters(10));
    }

    private static RateResult take(RateLimitStore store) {
        return store.account(LICENSE).take(List.of(CLAIM), 0);
    }

    private static int grants(RateLimitStore store, int calls) {
        int grants = 0;
        for (int i = 0; i < calls; i++) {
            grants += take(store) instanceof RateHold ? 1 : 0;
        }
        return grants;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** A fault of Redis, or of the way to it. */
    enum Fault {
        STOPPED,
        SUSPENDED,
        DOWN,
        HALF_OPEN,
        SLOW
    }

    private void begin(Fault fault) {
        switch (fault) {
            case STOPPED -> redis.stop();
            case SUSPENDED -> redis.hang();
            case DOWN -> proxy.refuse();
            case HALF_OPEN -> proxy.hang();
            case SLOW -> proxy.delay(Duration.ofSeconds(2));
        }
    }

    private void end(Fault fault) {
        switch (fault) {
            case STOPPED -> redis.startEmpty();
            case SUSPENDED -> redis.resume();
            case DOWN, HALF_OPEN, SLOW -> proxy.forward();
        }
    }
}
