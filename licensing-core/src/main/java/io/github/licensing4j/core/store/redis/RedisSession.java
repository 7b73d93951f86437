package io.github.licensing4j.core.store.redis;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One connection to Redis, used until its first loss. Its id names this node in Redis for as long. */
final class RedisSession implements AutoCloseable {
    /** Idle buckets are kept a little longer than they need to be full. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int ID_LENGTH = 12;
    private static final String RUN_ID = "run_id:";
    private static final String UNKNOWN_SERVER = "unknown";

    private final String id = UUID.randomUUID().toString().replace("-", "").substring(0, ID_LENGTH);
    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisAsyncCommands<String, byte[]> commands;
    private final AsyncProxyManager<String> buckets;
    private final long openedNanos;
    /** Operations that were sent, of any kind. */
    private final LongAdder sent;

    private volatile String serverId = UNKNOWN_SERVER;

    final AtomicInteger failuresInRow = new AtomicInteger();

    RedisSession(StatefulRedisConnection<String, byte[]> connection, RedisClock clock, LongAdder sent) {
        this.connection = connection;
        this.commands = connection.async();
        this.openedNanos = clock.nanos();
        this.sent = sent;
        this.buckets = Bucket4jLettuce.casBasedBuilder(connection)
                .clientClock(clock)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(MARGIN))
                .build()
                .asAsync();
    }

    String id() {
        return id;
    }

    long openedNanos() {
        return openedNanos;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Calls a listener once the connection is lost. */
    void onLoss(Runnable lost) {
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                lost.run();
            }
        });
    }

    AsyncProxyManager<String> buckets() {
        sent.increment();
        return buckets;
    }

    /** Reads the server's clock, in nanoseconds since the epoch. */
    CompletableFuture<Long> time() {
        sent.increment();
        return commands.time().toCompletableFuture().thenApply(RedisSession::nanos);
    }

    private static long nanos(List<byte[]> secondsAndMicros) {
        return 1_000_000_000 * number(secondsAndMicros.get(0)) + 1_000 * number(secondsAndMicros.get(1));
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    /** Loads a script. */
    CompletionStage<String> load(String script) {
        return commands.scriptLoad(script);
    }

    /** Reads the id of this run of the server, before the connection is used. */
    CompletionStage<String> identifyServer() {
        return commands.info("server")
                .exceptionally(denied -> "")
                .thenApply(RedisSession::runId)
                .whenComplete((found, error) -> serverId = found == null ? UNKNOWN_SERVER : found);
    }

    /** Returns the id of this run of the server, the same one for all if the user may not read it. */
    String serverId() {
        return serverId;
    }

    private static String runId(String info) {
        return info.lines()
                .filter(line -> line.startsWith(RUN_ID))
                .map(line -> line.substring(RUN_ID.length()).strip())
                .findFirst()
                .orElse(UNKNOWN_SERVER);
    }

    /** Runs a loaded script, which returns integers. */
    CompletableFuture<List<Long>> run(String digest, String key, List<String> arguments) {
        return run(digest, List.of(key), arguments);
    }

    /** Runs a loaded script on several keys, which are in one slot of a cluster. */
    CompletableFuture<List<Long>> run(String digest, List<String> keys, List<String> arguments) {
        sent.increment();
        byte[][] values = new byte[arguments.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).getBytes(StandardCharsets.US_ASCII);
        }
        return commands.<List<Long>>evalsha(digest, ScriptOutputType.MULTI, keys.toArray(new String[0]), values)
                .toCompletableFuture();
    }

    /** Announces a change. */
    CompletableFuture<Long> publish(String channel, String text) {
        sent.increment();
        return commands.publish(channel, text.getBytes(StandardCharsets.US_ASCII))
                .toCompletableFuture();
    }

    /** Fails what is not answered yet. Never waits. */
    @Override
    public void close() {
        CompletableFuture<Void> unused = connection.closeAsync();
    }
}
