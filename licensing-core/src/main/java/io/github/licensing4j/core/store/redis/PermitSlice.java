package io.github.licensing4j.core.store.redis;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The permits that this node has taken of one bucket in Redis and not spent yet, and the state of the bucket when it was last read. The
 * lock of its {@link LicensePermits} guards it.
 */
final class PermitSlice {
    /** The age from which the state of the bucket is read again for a status. */
    static final long STALE = TimeUnit.SECONDS.toNanos(1);

    /** A slice that lasts longer is returned. */
    private static final long MAX_HELD = TimeUnit.SECONDS.toNanos(1);
    /** A different configuration in Redis is replaced after so long. */
    private static final long MAX_DIFFERENT = TimeUnit.SECONDS.toNanos(60);

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final CounterId id;
    private final String key;
    private final SliceSize size;
    private RateLimit limit;
    private BucketConfiguration configuration;
    /** The time at which this node began to use the configuration, by the server's clock; 0 until the first fetch. */
    private long version;

    private long versionNanos;
    private long local;
    private @Nullable BucketState bucket;
    private long readNanos;
    /** No fetch of so many permits or more until then. */
    private long exhaustedFor = Long.MAX_VALUE;

    private long exhaustedUntil;
    private @Nullable PermitFetch fetch;

    PermitSlice(RateClaim first, String key, BucketConfiguration configuration, long now) {
        this.id = first.counter();
        this.key = key;
        this.limit = first.limit();
        this.configuration = configuration;
        this.size = new SliceSize(now);
    }

    CounterId id() {
        return id;
    }

    String key() {
        return key;
    }

    BucketConfiguration configuration() {
        return configuration;
    }

    /**
     * Returns the version of the configuration. Redis keeps the configuration with the highest one.
     *
     * @param serverNanos the server's clock
     */
    long version(long serverNanos, long now) {
        if (version == 0) {
            version = serverNanos / MILLI;
            versionNanos = now;
        }
        return version;
    }

    @SuppressWarnings("ReferenceEquality") // Claims of one limit set have the same object.
    boolean uses(RateLimit live) {
        return live == limit || live.equals(limit);
    }

    boolean isFetching() {
        return fetch != null;
    }

    /** Uses other bands from now on; permits that were taken are kept in proportion. */
    void use(RateLimit live, BucketConfiguration liveConfiguration, long serverNanos) {
        local = (long) ((double) local * smallestBurst(live) / smallestBurst(limit));
        if (bucket != null) {
            bucket.refillAllBandwidth(serverNanos);
            bucket = bucket.replaceConfiguration(
                    liveConfiguration, TokensInheritanceStrategy.PROPORTIONALLY, serverNanos);
        }
        limit = live;
        configuration = liveConfiguration;
        version = 0;
        forgetExhaustion();
    }

    static long smallestBurst(RateLimit limit) {
        List<Band> bands = limit.bands();
        long smallest = bands.get(0).burst();
        for (int i = 1; i < bands.size(); i++) {
            smallest = Math.min(smallest, bands.get(i).burst());
        }
        return smallest;
    }

    /** Returns the permits that are missing for a call of so many, 0 if none is. */
    long missing(long permits) {
        return Math.max(0, Math.max(1, permits) - local);
    }

    boolean isExhausted(long missing, long now) {
        return missing >= exhaustedFor && now - exhaustedUntil < 0;
    }

    void consume(long permits) {
        local -= permits;
        size.spent(permits);
    }

    void putBack(long permits) {
        local += permits;
        size.spent(-permits);
    }

    /** Joins the fetch that is on its way, or makes one, for a caller that waits for permits. */
    PermitFetch await(long missing, long serverNanos, long now) {
        size.waits(missing);
        PermitFetch current = fetch;
        return current != null && current.amount() > 0 ? current : plan(missing, serverNanos, now);
    }

    /** Returns the fetch that reads the bucket for a status, or that is on its way already. */
    PermitFetch read() {
        PermitFetch current = fetch;
        return current != null ? current : planned(PermitFetch.of(this, 0, 0));
    }

    void waited(long missing) {
        size.waits(-missing);
    }

    /** Returns a fetch ahead of need, null if none is needed now. */
    @Nullable
    PermitFetch ahead(long serverNanos, long now) {
        return fetch == null && size.isShort(local, now) && !isExhausted(1, now) ? plan(1, serverNanos, now) : null;
    }

    private PermitFetch plan(long minimum, long serverNanos, long now) {
        long amount = size.plan(minimum, available(serverNanos), now);
        return planned(PermitFetch.of(this, Math.max(minimum, Math.min(amount, smallestBurst(limit))), minimum));
    }

    private PermitFetch planned(PermitFetch next) {
        fetch = next;
        return next;
    }

    /**
     * Takes over the result of a fetch.
     *
     * @return a fetch of fewer permits that is to be sent next, null if this one is done
     */
    @Nullable
    PermitFetch received(PermitFetch arrived, BucketReading reading, long now) {
        BucketState state = reading.state();
        bucket = state.copy();
        readNanos = now;
        if (!state.getConfiguration().equals(configuration) && now - versionNanos > MAX_DIFFERENT) {
            version = 0;
        }
        if (reading.isTaken()) {
            local += arrived.amount();
            if (arrived.amount() > 0) {
                exhaustedFor = Long.MAX_VALUE;
            }
        } else {
            long left = state.getAvailableTokens();
            if (left >= arrived.minimum() && arrived.amount() > arrived.minimum()) {
                return planned(arrived.reduced(size.reduced(arrived.minimum(), left)));
            }
            exhaustedFor = arrived.minimum();
            exhaustedUntil = now + SliceSize.pause(state, arrived.minimum(), reading.serverNanos());
        }
        ended(arrived);
        return null;
    }

    void forgetExhaustion() {
        exhaustedFor = Long.MAX_VALUE;
    }

    /** Forgets a fetch, after which another one may begin. */
    void ended(PermitFetch gone) {
        if (fetch != null && fetch.done() == gone.done()) {
            fetch = null;
        }
    }

    /** Takes out the permits of a slice that has lasted too long; 0 if there are none. */
    long takeUnused(long now) {
        if (local == 0 || fetch != null || now - size.plannedNanos() < MAX_HELD) {
            return 0;
        }
        return takeAll();
    }

    long takeAll() {
        long unused = local;
        local = 0;
        return unused;
    }

    boolean isHolding() {
        return local > 0;
    }

    boolean isIdle() {
        return local == 0 && fetch == null;
    }

    boolean isStale(long now) {
        return bucket == null || now - readNanos > STALE;
    }

    boolean isRead() {
        return bucket != null;
    }

    private long available(long serverNanos) {
        if (bucket == null) {
            return 0;
        }
        bucket.refillAllBandwidth(serverNanos);
        return Math.max(0, bucket.getAvailableTokens());
    }

    /** Returns the own permits and those of the bucket, as it was read and refilled since. */
    long remaining(long serverNanos) {
        return local + (bucket == null ? smallestBurst(limit) : available(serverNanos));
    }

    long fullAt(long serverNanos, long nowMillis) {
        return bucket == null ? nowMillis : later(nowMillis, bucket.calculateFullRefillingTime(serverNanos));
    }

    RateLimitState state(long serverNanos, long nowMillis) {
        return new RateLimitState(remaining(serverNanos), fullAt(serverNanos, nowMillis));
    }

    /** Returns when so many permits are available, {@link Long#MAX_VALUE} if the buckets never hold so many. */
    long fitsAt(long permits, long serverNanos, long nowMillis) {
        long missing = missing(permits);
        if (Math.max(1, permits) > smallestBurst(limit)) {
            return Long.MAX_VALUE;
        }
        if (missing == 0 || missing <= remaining(serverNanos) - local) {
            return nowMillis;
        }
        BucketState present = bucket;
        return present == null
                ? nowMillis
                : later(nowMillis, present.calculateDelayNanosAfterWillBePossibleToConsume(missing, serverNanos, true));
    }

    /** Returns whether the permits would fit under other bands, with as many permits taken of each as now. */
    boolean wouldFit(RateLimit other, long permits, long serverNanos) {
        BucketState present = bucket;
        if (present != null) {
            present.refillAllBandwidth(serverNanos);
        }
        for (int i = 0; i < other.bands().size(); i++) {
            if (other.bands().get(i).burst() - taken(present, i) < Math.max(1, permits)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the permits that are taken of a band, those of this slice excluded. */
    private long taken(@Nullable BucketState present, int band) {
        Bandwidth[] bands =
                present == null ? new Bandwidth[0] : present.getConfiguration().getBandwidths();
        return present == null || band >= bands.length
                ? 0
                : bands[band].getCapacity() - present.getCurrentSize(band) - local;
    }

    private static long later(long nowMillis, long nanos) {
        return nanos <= 0 ? nowMillis : nowMillis + (nanos - 1) / MILLI + 1;
    }
}
