package io.github.licensing4j.core.store.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces changes of the license store to other nodes over Redis, and calls a listener for theirs. A message contains the generation
 * of the store and nothing else; it is a hint to read the feed. Each node announces a generation at most once, and none that another
 * one has announced. Safe for use by many threads.
 */
final class RedisChanges implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisChanges.class);
    private static final int TICKS_PER_CHECK = 40;
    private static final int IDLE_SECONDS = 10;

    private final RedisLink link;
    private final RedisConnector connector;
    private final String channel;
    private final AtomicLong announced = new AtomicLong();
    private final ThreadPoolExecutor callbacks;
    private volatile @Nullable Runnable listener;
    private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> connection;
    private volatile boolean closed;
    private int ticks;

    RedisChanges(RedisLink link, RedisConnector connector, String channel) {
        this.link = link;
        this.connector = connector;
        this.channel = channel;
        // One that runs and one that waits: further ones would read nothing more.
        this.callbacks = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                work -> {
                    Thread thread = new Thread(work, "licensing-redis-changes");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        callbacks.allowCoreThreadTimeOut(true);
        link.onTick(this::tick);
    }

    /** Calls a listener for the changes of other nodes from now on. */
    void listen(Runnable changed) {
        listener = changed;
    }

    /** Announces a generation of the store, without waiting. */
    void announce(long generation) {
        long before = announced.getAndAccumulate(generation, Math::max);
        RedisSession session = link.session();
        if (generation > before && session != null) {
            var unused = link.watch(session, session.publish(channel, Long.toString(generation)));
        }
    }

    /** Returns whether changes of other nodes are received. */
    boolean isConnected() {
        StatefulRedisPubSubConnection<String, byte[]> open = connection;
        return open != null && open.isOpen();
    }

    boolean isListening() {
        return listener != null;
    }

    private void tick() {
        StatefulRedisPubSubConnection<String, byte[]> open = connection;
        if (closed || listener == null || link.session() == null) {
            return;
        }
        if (open == null || !open.isOpen()) {
            subscribe(open);
        } else if (++ticks % TICKS_PER_CHECK == 0) {
            check(open);
        }
    }

    private void subscribe(@Nullable StatefulRedisPubSubConnection<String, byte[]> open) {
        StatefulRedisPubSubConnection<String, byte[]> opened = null;
        try {
            opened = connector.connectPubSub();
            opened.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String from, byte[] message) {
                    received(message);
                }
            });
            opened.async()
                    .subscribe(channel)
                    .toCompletableFuture()
                    .get(link.timeout().toNanos(), TimeUnit.NANOSECONDS);
            replace(open, opened);
            // What was announced before the subscription is read as well.
            callbacks.execute(this::call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(opened);
        } catch (Exception e) {
            log.debug("Changes of other nodes cannot be received from Redis now", e);
            close(opened);
        }
    }

    /** Closes the connection before, which a client of the host would repair and keep. */
    private void replace(
            @Nullable StatefulRedisPubSubConnection<String, byte[]> before,
            StatefulRedisPubSubConnection<String, byte[]> opened) {
        connection = opened;
        close(before);
        if (closed) {
            close(opened);
        }
    }

    private static void close(@Nullable StatefulRedisPubSubConnection<String, byte[]> open) {
        if (open != null) {
            CompletableFuture<Void> unused = open.closeAsync();
        }
    }

    /** Closes a connection that was cut silently: it never fails by itself. */
    private void check(StatefulRedisPubSubConnection<String, byte[]> open) {
        var unused = open.async()
                .ping()
                .toCompletableFuture()
                .orTimeout(link.timeout().toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((answer, error) -> {
                    if (error != null) {
                        CompletableFuture<Void> unusedClosing = open.closeAsync();
                    }
                });
    }

    private void received(byte[] message) {
        try {
            long generation = Long.parseLong(new String(message, StandardCharsets.US_ASCII));
            if (generation > announced.getAndAccumulate(generation, Math::max)) {
                callbacks.execute(this::call);
            }
        } catch (NumberFormatException e) {
            log.debug("A message on {} is no generation", channel, e);
        }
    }

    private void call() {
        Runnable changed = listener;
        try {
            if (changed != null) {
                changed.run();
            }
        } catch (RuntimeException e) {
            log.debug("A change of another node cannot be read now", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        callbacks.shutdown();
        close(connection);
    }
}
