package io.github.licensing4j.core.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.core.credential.replay.NodeReplays;
import io.github.licensing4j.core.store.memory.InMemoryReplays;
import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayResult;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.tck.SharedReplayStoreContract;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes on one Redis. */
class RedisReplaysTest extends SharedReplayStoreContract {
    private static final RedisOptions OPTIONS = new RedisOptions(
            Duration.ofSeconds(5), "test", RedisOptions.defaults().outagePolicy());
    private static final String SERVER = "test:{proofs}:server";

    private final RedisProcess redis = RedisProcess.start();
    private final RedisClient client = RedisClient.create(redis.uri());
    private final StatefulRedisConnection<String, String> connection = client.connect();
    private final RedisCommands<String, String> commands = connection.sync();
    private final List<RedisLimits> nodes = new ArrayList<>();

    /** The server has had the marks for long enough. */
    private void settle(Duration ago) {
        String id = commands.info("server")
                .lines()
                .filter(line -> line.startsWith("run_id:"))
                .findFirst()
                .orElseThrow()
                .substring(7)
                .strip();
        long now = 1_000 * Long.parseLong(commands.time().get(0));
        commands.set(SERVER, id + " " + (now - ago.toMillis()));
    }

    @AfterEach
    void close() {
        nodes.forEach(RedisLimits::close);
        connection.close();
        client.shutdown(0, 1, TimeUnit.SECONDS);
        redis.close();
    }

    private RedisLimits connect() {
        RedisLimits node = RedisLimits.connect(redis.uri(), OPTIONS);
        nodes.add(node);
        return node;
    }

    @Override
    protected ReplayStore node() {
        settle(Duration.ofHours(1));
        return connect().replays();
    }

    @Override
    protected ReplayStore otherNode() {
        return connect().replays();
    }

    @Override
    protected ReplayStore restarted() {
        nodes.forEach(RedisLimits::close);
        return connect().replays();
    }

    @Override
    protected Optional<ReplayStore> bounded(int mostOfKey, int most) {
        return Optional.of(NodeReplays.of(node(), new InMemoryReplays(mostOfKey, most), clock));
    }

    /** Moves the clock of the server as well, as far as its keys see it. */
    @Override
    protected void advance(Duration by) {
        super.advance(by);
        for (String key : commands.keys("*")) {
            long left = commands.pttl(key);
            if (left >= 0) {
                commands.pexpire(key, Math.max(0, left - by.toMillis()));
            }
        }
    }

    /** Returns the mark of a proof that may have been used already for so long. */
    private ReplayMark aged(String id, Duration age) {
        Instant now = clock.instant();
        return new ReplayMark("a", id, now.minus(age), now, now.plus(WINDOW));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Test
    void keyIsHashedAndExpires() {
        assertThat(node().use(mark("jkt:thumbprint", "digest"))).isEqualTo(ReplayResult.FIRST);
        List<String> keys = commands.keys("*");
        keys.remove(SERVER);
        assertThat(keys).singleElement().asString().matches("test:\\{proofs}:[0-9a-f]{32}");
        assertThat(commands.get(keys.get(0))).isEmpty();
        assertThat(commands.pttl(keys.get(0))).isBetween(1L, WINDOW.toMillis());
    }

    @Test
    void acceptsNoProofThatIsOlderThanAnEmptyServer() {
        ReplayStore store = connect().replays();
        assertThat(store.use(aged("1", Duration.ofSeconds(60)))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(commands.keys("*")).as("no mark").containsExactly(SERVER);
        settle(Duration.ofSeconds(30));
        assertThat(store.use(aged("1", Duration.ofSeconds(60)))).isEqualTo(ReplayResult.UNKNOWN);
        assertThat(store.use(aged("1", Duration.ofSeconds(5)))).isEqualTo(ReplayResult.FIRST);
        assertThat(store.use(aged("1", Duration.ofSeconds(5)))).isEqualTo(ReplayResult.REPLAYED);
    }

    @Test
    void acceptsNoProofThatServerMayHaveLost() {
        ReplayStore store = node();
        assertThat(store.use(aged("1", Duration.ofSeconds(60)))).isEqualTo(ReplayResult.FIRST);
        commands.flushall();
        assertThat(store.use(aged("1", Duration.ofSeconds(60)))).as("emptied").isEqualTo(ReplayResult.UNKNOWN);
        commands.set(SERVER, "another-server 0");
        assertThat(store.use(aged("1", Duration.ofSeconds(60))))
                .as("failed over")
                .isEqualTo(ReplayResult.UNKNOWN);
    }

    @Test
    void failsAtOnceWhileRedisIsAway() {
        ReplayStore store = node();
        RedisLimits node = nodes.get(0);
        redis.stop();
        await(() -> !node.status().isConnected());
        assertThatThrownBy(() -> store.use(mark("a", "1")))
                .isInstanceOf(StoreException.class)
                .hasMessage("Redis does not answer");
        redis.startEmpty();
        await(() -> node.status().isConnected());
        assertThat(store.use(aged("1", Duration.ofSeconds(60)))).isEqualTo(ReplayResult.UNKNOWN);
    }

    @Test
    void waitsNoLongerThanTheTimeout() {
        settle(Duration.ofHours(1));
        RedisLimits node = RedisLimits.connect(
                redis.uri(), new RedisOptions(Duration.ofMillis(50), "test", OPTIONS.outagePolicy()));
        nodes.add(node);
        ReplayStore store = node.replays();
        redis.hang();
        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            String id = "id-" + i;
            assertThatThrownBy(() -> store.use(mark("a", id))).isInstanceOf(StoreException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(node.status().isConnected()).as("after three failures").isFalse();
        redis.resume();
    }
}
