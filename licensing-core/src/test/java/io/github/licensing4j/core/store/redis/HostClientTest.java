package io.github.licensing4j.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client of the host, which repairs lost connections by default, has two connections of ours and none after the end. */
class HostClientTest {
    private final RedisProcess redis = RedisProcess.start();
    /** Repairs connections later than ours are replaced, which happens four times a second. */
    private final ClientResources resources = ClientResources.builder()
            .reconnectDelay(Delay.constant(Duration.ofMillis(1_500)))
            .build();

    private final RedisClient client = RedisClient.create(resources, redis.uri());
    private final RedisLimits limits = RedisLimits.connect(client, RedisOptions.defaults());

    @AfterEach
    void close() {
        limits.close();
        client.shutdown();
        var unused = resources.shutdown(0, 1, TimeUnit.SECONDS);
        redis.close();
    }

    @Test
    void staysOpenWithoutConnectionsOfOurs() {
        limits.onChange(() -> {});
        await(() -> limits.health().detail().contains("are pushed"));
        try (StatefulRedisConnection<String, String> own = client.connect()) {
            assertThat(connections(own)).isEqualTo(3);
            redis.stop();
            await(() -> !limits.health().detail().contains("are pushed"));
            redis.startEmpty();
            await(() -> limits.health().detail().contains("connected, answered")
                    && limits.health().detail().contains("are pushed"));
            // The host's own connection is repaired, too.
            await(() -> connections(own) == 3);
            limits.close();
            await(() -> connections(own) == 1);
            assertThat(own.sync().ping()).isEqualTo("PONG");
        }
    }

    private static long connections(StatefulRedisConnection<String, String> own) {
        return own.sync().clientList().lines().count();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
