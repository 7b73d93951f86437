package io.github.licensing4j.benchmarks;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.store.redis.RedisLimits;
import io.github.licensing4j.core.store.redis.RedisOptions;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateHold;
import io.github.licensing4j.spi.RateLimitAccount;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import redis.embedded.RedisServer;

/**
 * The throughput of 16 threads that take permits of one license, whose bucket is in a Redis on this machine: out of slices, and with
 * Bucket4j's compare-and-swap proxy for each call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(16)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before anything else.
public class SharedRateBenchmark {
    private static final long PERMITS = 1_000_000_000;
    private static final List<RateClaim> CLAIMS = List.of(new RateClaim(
            new CounterId("burst", null, Limit.Kind.RATE, ""),
            new RateLimit("burst", null, List.of(new Band(PERMITS, Duration.ofSeconds(1), PERMITS))),
            1));

    private RedisServer server;
    private RedisLimits limits;
    private RateLimitAccount account;
    private RedisClient client;
    private Bucket bucket;

    @Setup
    public void setUp() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        String uri = "redis://127.0.0.1:" + port;
        // Longer than the default, so that a busy machine never counts as an outage.
        RedisOptions options = new RedisOptions(Duration.ofSeconds(5), "bench", OutagePolicy.Rates.CLOSED);
        limits = RedisLimits.connect(uri, options);
        account = limits.rates(new InMemoryCounters(10)).account(new LicenseId("https://issuer", "lic_1"));
        client = RedisClient.create(uri);
        bucket = Bucket4jLettuce.casBasedBuilder(client)
                .build()
                .builder()
                .build(
                        "default".getBytes(StandardCharsets.UTF_8),
                        () -> BucketConfiguration.builder()
                                .addLimit(Bandwidth.builder()
                                        .capacity(PERMITS)
                                        .refillGreedy(PERMITS, Duration.ofSeconds(1))
                                        .build())
                                .build());
    }

    @TearDown
    public void tearDown() throws IOException {
        System.out.printf("%n%d operations for slices%n", limits.status().operations());
        limits.close();
        client.shutdown();
        server.stop();
    }

    /** Takes a permit out of a slice. */
    @Benchmark
    public boolean slices() {
        return account.take(CLAIMS, 0) instanceof RateHold;
    }

    /** Takes a permit out of the bucket in Redis. */
    @Benchmark
    public boolean compareAndSwap() {
        return bucket.tryConsume(1);
    }
}
