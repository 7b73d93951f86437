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
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.Tag;
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
        sharesRate(3);
    }

    @Test
    @Tag("proof")
    void sharesRateForLong() throws Exception {
        sharesRate(30);
    }

    private void sharesRate(int seconds) throws Exception {
        List<RateLimitStore> stores =
                List.of(node(System::nanoTime), node(System::nanoTime), node(System::nanoTime), node(System::nanoTime));
        LongAdder granted = new LongAdder();
        long start = System.nanoTime();
        run(16, thread -> granted.add(grants(stores.get(thread % 4), seconds)));
        double lasted = (System.nanoTime() - start) / 1e9;
        assertThat(granted.sum()).isBetween((long) (seconds * 1_000 * 0.98), (long) (lasted * 1_000 * 1.02) + 1_000);
    }

    /** Four processes with four threads each; a process prints how many permits it got. */
    @Test
    @Tag("proof")
    void sharesRateBetweenProcesses() throws Exception {
        List<Process> processes = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < 4; i++) {
            processes.add(new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            SharedRateTest.class.getName(),
                            redis.uri(),
                            prefix)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        long granted = 0;
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            granted += Long.parseLong(
                    output.substring(output.indexOf("granted=") + 8, output.indexOf(';', output.indexOf("granted="))));
        }
        double lasted = (System.nanoTime() - start) / 1e9;
        assertThat(granted).isBetween(30L * 1_000 * 98 / 100, (long) (lasted * 1_000 * 1.02) + 1_000);
    }

    /** A node in a process of its own. */
    public static void main(String[] arguments) throws Exception {
        RedisOptions options = new RedisOptions(
                Duration.ofSeconds(5), arguments[1], RedisOptions.defaults().outagePolicy());
        try (RedisLimits node = RedisLimits.connect(arguments[0], options)) {
            RateLimitStore store = node.rates(new InMemoryCounters(10));
            LongAdder granted = new LongAdder();
            run(4, thread -> granted.add(grants(store, 30)));
            System.out.println("granted=" + granted.sum() + ";");
        }
    }

    private static long grants(RateLimitStore store, int seconds) {
        RateLimitAccount account = store.account(LICENSE);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long granted = 0;
        while (System.nanoTime() - end < 0) {
            if (account.take(List.of(claim(1_000, 1_000, 1)), 0) instanceof RateHold) {
                granted++;
            } else {
                LockSupport.parkNanos(200_000);
            }
        }
        return granted;
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
