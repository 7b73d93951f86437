package io.github.licensing4j.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.OutagePolicy.Rates;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.store.jdbc.FaultyProxy;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.RateResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is granted of a rate while Redis fails in each way, under each policy, and after it. */
@Tag("proof")
class RedisFaultTest {
    private static final int BURST = 10;
    private static final int CALLS = 100;
    private static final int FLAPS = 4;
    /** Calls of a license that Redis must be asked for. */
    private static final int DETECTING = 5;

    private static final String LICENSE = "lic_1";
    private static final RateClaim CLAIM = new RateClaim(
            new CounterId("burst", null, Limit.Kind.RATE, ""),
            new RateLimit("burst", null, List.of(new Band(1, Duration.ofHours(1), BURST))),
            1);
    /** Longer than the default, so that a busy machine does not reach it without a fault. */
    private static final Duration TIMEOUT = Duration.ofMillis(400);
    /** A loaded machine delays a thread that waits for a time-out. */
    private static final Duration SLACK = Duration.ofMillis(750);

    private enum Fault {
        DOWN,
        SLOW,
        HALF_OPEN,
        FLAPPING,
        RESTARTED_EMPTY
    }

    /** A node on a Redis behind a proxy. */
    private static final class Node implements AutoCloseable {
        final RedisProcess redis = RedisProcess.start();
        final FaultyProxy proxy =
                new FaultyProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), redis.port()));
        final RedisLimits limits;
        final RateLimitStore rates;
        Duration longest = Duration.ZERO;

        Node(Rates policy) throws IOException {
            limits =
                    RedisLimits.connect("redis://127.0.0.1:" + proxy.port(), new RedisOptions(TIMEOUT, "test", policy));
            rates = limits.rates(new InMemoryCounters(10));
        }

        int grants(String license, int calls) {
            int grants = 0;
            for (int i = 0; i < calls; i++) {
                long start = System.nanoTime();
                RateResult result =
                        rates.account(new LicenseId("https://issuer", license)).take(List.of(CLAIM), 0);
                grants += result instanceof RateHold ? 1 : 0;
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
            return grants;
        }

        void awaitConnected(boolean expected) {
            await(() -> limits.status().isConnected() == expected);
        }

        private static void await(BooleanSupplier condition) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime() - end).isNegative();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }

        void begin(Fault fault) {
            switch (fault) {
                case DOWN, FLAPPING -> proxy.refuse();
                case SLOW -> proxy.delay(Duration.ofSeconds(2));
                case HALF_OPEN -> proxy.hang();
                case RESTARTED_EMPTY -> redis.stop();
            }
        }

        void end(Fault fault) {
            if (fault == Fault.RESTARTED_EMPTY) {
                redis.startEmpty();
            } else {
                proxy.forward();
            }
            awaitConnected(true);
        }

        /** Returns what is granted during an outage; while Redis answers in between, nothing is left to grant. */
        int duringOutage(Fault fault) {
            int granted = 0;
            int outages = fault == Fault.FLAPPING ? FLAPS : 1;
            for (int i = 0; i < outages; i++) {
                if (i > 0) {
                    proxy.forward();
                    awaitConnected(true);
                    assertThat(grants(LICENSE, 5)).as("between two outages").isZero();
                    proxy.refuse();
                }
                awaitConnected(false);
                granted += grants(LICENSE, CALLS / outages);
            }
            return granted;
        }

        @Override
        public void close() throws IOException {
            limits.close();
            proxy.close();
            redis.close();
        }
    }

    static Stream<Arguments> outages() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(Rates.values()).map(policy -> Arguments.of(fault, policy)));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void followsThePolicy(Fault fault, Rates policy) throws IOException {
        try (Node node = new Node(policy)) {
            assertThat(node.grants(LICENSE, BURST + 5)).as("before").isEqualTo(BURST);
            node.begin(fault);
            int detecting = node.grants("lic_2", DETECTING);
            int during = node.duringOutage(fault);
            node.end(fault);
            int after = node.grants(LICENSE, BURST + 5);
            System.out.printf(
                    "Redis %s, rates %s: %d of %d calls granted meanwhile, %d after it, longest call %d ms%n",
                    fault, policy, during, CALLS, after, node.longest.toMillis());
            switch (policy) {
                case LOCAL_SHARE -> assertThat(during).isEqualTo(BURST);
                case OPEN -> assertThat(during).isEqualTo(CALLS);
                case CLOSED -> assertThat(during).isZero();
            }
            assertThat(detecting).as("calls that waited").isEqualTo(policy == Rates.CLOSED ? 0 : DETECTING);
            assertThat(after).isEqualTo(fault == Fault.RESTARTED_EMPTY ? BURST : 0);
            assertThat(node.longest).isLessThan(TIMEOUT.plus(SLACK));
            assertThat(node.limits.health().status()).isEqualTo(Health.Status.UP);
        }
    }
}
