package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicensingException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;

/**
 * Opens connections to Redis. Connections are never repaired: {@link RedisLink} replaces a lost one, so that no command is sent
 * twice.
 */
final class RedisConnector implements AutoCloseable {
    static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_QUEUED = 10_000;
    private static final int THREADS = 2;

    private final RedisClient client;
    private final Runnable closing;

    private RedisConnector(RedisClient client, Runnable closing) {
        this.client = client;
        this.closing = closing;
    }

    /**
     * Returns a connector with a client of its own.
     *
     * @throws LicensingException if the URI is malformed; the message does not contain it
     */
    static RedisConnector of(String uri) {
        RedisURI server = parse(uri);
        server.setTimeout(CONNECT_TIMEOUT);
        DefaultClientResources resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .build();
        RedisClient client = RedisClient.create(resources, server);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_QUEUED)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build())
                .build());
        return new RedisConnector(client, () -> {
            var unused = client.shutdownAsync().whenComplete((done, error) -> {
                var unusedShutdown = resources.shutdown();
            });
        });
    }

    /** Returns a connector with the client of the host, which stays open. */
    static RedisConnector of(RedisClient client) {
        return new RedisConnector(client, () -> {});
    }

    private static RedisURI parse(String uri) {
        try {
            return RedisURI.create(uri);
        } catch (RuntimeException e) {
            // The cause is dropped as well: its message can contain the password.
            throw new LicensingException(
                    "the URI of Redis is malformed: expected redis://host:6379/0 or rediss://host:6380/0, "
                            + "with user:password@ before the host if needed");
        }
    }

    /** Opens a connection; waits at most about a second with a client of its own. */
    StatefulRedisConnection<String, byte[]> connect() {
        return client.connect(CODEC);
    }

    /** Opens a connection that receives messages. */
    StatefulRedisPubSubConnection<String, byte[]> connectPubSub() {
        return client.connectPubSub(CODEC);
    }

    @Override
    public void close() {
        closing.run();
    }
}
