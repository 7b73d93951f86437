package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.ReplayStore;
import io.lettuce.core.RedisClient;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares rates, calls in flight and used proofs between nodes through Redis. Needs Lettuce and Bucket4j's module for it. Safe for use by many
 * threads.
 */
public final class RedisLimits implements AutoCloseable {
    private final RedisLink link;
    private final RedisKeys keys;
    private final RedisChanges changes;
    private final OutagePolicy.Rates policy;
    private volatile @Nullable RedisRates rates;

    private RedisLimits(RedisConnector connector, RedisOptions options, LongSupplier nanos, InstantSource clock) {
        this.link = new RedisLink(connector, options, nanos, clock);
        this.keys = new RedisKeys(options.keyPrefix());
        this.changes = new RedisChanges(link, connector, keys.channel());
        this.policy = options.outagePolicy();
    }

    /**
     * Connects with a client of its own; waits 3 s at most and goes on connecting in the background.
     *
     * @param uri such as {@code rediss://user:password@host:6380/0}
     * @throws LicensingException if the URI is malformed
     */
    public static RedisLimits connect(String uri, RedisOptions options) {
        return start(RedisConnector.of(uri), options);
    }

    /** Connects with the client of the host, which stays open. */
    public static RedisLimits connect(RedisClient client, RedisOptions options) {
        return start(RedisConnector.of(client), options);
    }

    private static RedisLimits start(RedisConnector connector, RedisOptions options) {
        RedisLimits limits = connectOnce(connector, options, System::nanoTime);
        limits.link.maintain();
        return limits;
    }

    /** Connects, without any work in the background. */
    static RedisLimits connectOnce(RedisConnector connector, RedisOptions options, LongSupplier nanos) {
        RedisLimits limits = new RedisLimits(connector, options, nanos, InstantSource.system());
        limits.link.connect();
        return limits;
    }

    /**
     * Returns the store of rates. Called once.
     *
     * @param share enforces the share of this node while Redis does not answer, under {@link OutagePolicy.Rates#LOCAL_SHARE}
     */
    public RateLimitStore rates(RateLimitStore share) {
        RedisRates created = new RedisRates(
                link,
                keys,
                switch (policy) {
                    case LOCAL_SHARE -> share;
                    case OPEN -> new OpenRates();
                    case CLOSED -> new ClosedRates();
                });
        rates = created;
        return created;
    }

    /**
     * Returns the store of calls in flight. Called once.
     *
     * @param share enforces the share of this node while Redis does not answer, under {@link OutagePolicy.Rates#LOCAL_SHARE}
     */
    public ConcurrencyStore concurrency(ConcurrencyStore share) {
        return new RedisConcurrency(
                link,
                keys,
                switch (policy) {
                    case LOCAL_SHARE -> share;
                    case OPEN -> new OpenConcurrency();
                    case CLOSED -> new ClosedConcurrency();
                });
    }

    /** Returns the store of used proofs. */
    public ReplayStore replays() {
        return new RedisReplays(link, keys);
    }

    RedisKeys keys() {
        return keys;
    }

    /** Calls a listener, on a thread of its own, when another node may have changed the license store. At most one listener. */
    public void onChange(Runnable changed) {
        changes.listen(changed);
    }

    /**
     * Announces a generation of the license store to the other nodes, without waiting. A generation that was announced already,
     * by any node, is not announced again.
     */
    public void announce(long generation) {
        changes.announce(generation);
    }

    /** Returns the health component {@code redis}. */
    public Health.Component health() {
        Health.Component own = link.health();
        if (!changes.isListening()) {
            return own;
        }
        return new Health.Component(
                own.name(),
                own.status(),
                own.detail()
                        + (changes.isConnected()
                                ? "; changes of other nodes are pushed"
                                : "; changes of other nodes are polled until the channel is connected again"));
    }

    /** Returns the state of the connection. */
    public RedisStatus status() {
        return link.status();
    }

    RedisLink link() {
        return link;
    }

    /** Returns unused permits, waiting for the time-out at most, and closes the connections. */
    @Override
    public void close() {
        RedisRates open = rates;
        if (open != null) {
            CompletableFuture<?>[] sent = open.putBack(PermitSlice::takeAll).toArray(new CompletableFuture<?>[0]);
            CompletableFuture<Void> unused = CompletableFuture.allOf(sent)
                    .completeOnTimeout(null, link.timeout().toNanos(), TimeUnit.NANOSECONDS)
                    .exceptionally(failure -> null);
            unused.join();
        }
        changes.close();
        link.close();
    }
}
