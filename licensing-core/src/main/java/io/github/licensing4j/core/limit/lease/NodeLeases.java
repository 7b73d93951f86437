package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.spi.LeaseRelease;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.QuotaLeases;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of this node. While the store does not answer, one call in a second tries it and all others fail at once. Safe for
 * use by many threads.
 */
public final class NodeLeases implements Component {
    static final Logger log = LoggerFactory.getLogger(NodeLeases.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final long IDLE_MILLIS = 30_000;
    private static final long CLOSE_MILLIS = 5_000;

    private final QuotaLeases store;
    private final UsageSource source;
    private final InstantSource clock;
    private final @Nullable TaskQueue tasks;
    /** By the slice, which licenses of one customer can share. */
    private final Map<Slice, SliceHolder> holders = new ConcurrentHashMap<>();

    private final AtomicLong operations = new AtomicLong();
    private final AtomicBoolean isTried = new AtomicBoolean();
    private volatile @Nullable Failure failure;

    /** @param retryMillis when the store is tried again */
    private record Failure(StoreException cause, long sinceMillis, long retryMillis) {}

    /** @param tasks runs requests ahead of need */
    public NodeLeases(QuotaLeases store, UsageSource source, InstantSource clock, TaskQueue tasks) {
        this.store = store;
        this.source = source;
        this.clock = clock;
        this.tasks = tasks;
    }

    private NodeLeases() {
        this.store = QuotaLeases.none();
        this.source = new UsageSource("", 1);
        this.clock = InstantSource.system();
        this.tasks = null;
    }

    /** Returns the leases of a node that counts alone: there are none. */
    public static NodeLeases none() {
        return new NodeLeases();
    }

    /** Returns whether quotas are shared, so that units must be leased before they are reserved. */
    public boolean areShared() {
        return store.areShared();
    }

    /** Keeps a slice in view until nothing of it is leased. Its number is bounded by that of the counters. */
    public void add(SliceHolder holder) {
        holders.put(holder.slice(), holder);
    }

    /** Starts to release slices that are not used. */
    @Override
    public void start() {
        if (tasks != null) {
            tasks.every(CHECK, "release idle quota leases", () -> release(IDLE_MILLIS, Long.MAX_VALUE));
        }
    }

    private void release(long idleMillis, long forMillis) {
        long start = clock.millis();
        for (SliceHolder holder : holders.values()) {
            if (clock.millis() - start > forMillis) {
                return;
            }
            holder.releaseIdle(idleMillis);
        }
        holders.values().removeIf(holder -> !holder.isInUse());
    }

    /** Ends the leases of earlier starts of this node. Called once their usage is in the ledger. */
    public void releaseEarlier() {
        long released = store.releaseBefore(source);
        if (released > 0) {
            log.info("{} units that earlier starts of this node had leased are released", released);
        }
    }

    /** Returns the state of the leases. */
    @Override
    public Health.Component health() {
        Failure last = failure;
        return last == null
                ? new Health.Component("quota-leases", Status.UP, holders.size() + " counters have leased units")
                : new Health.Component(
                        "quota-leases",
                        Status.DEGRADED,
                        "the store has not answered for " + Duration.ofMillis(clock.millis() - last.sinceMillis)
                                + "; calls are counted into the units of " + holders.size()
                                + " counters that are leased: " + last.cause.getMessage());
    }

    /** Releases every unit that no call has reserved, for at most 5 s; the rest is released at the next start. */
    @Override
    public void close() {
        if (tasks != null) {
            tasks.stop();
        }
        release(Long.MIN_VALUE, CLOSE_MILLIS);
    }

    UsageSource source() {
        return source;
    }

    long nextOperation() {
        return operations.incrementAndGet();
    }

    public long nowMillis() {
        return clock.millis();
    }

    /** Runs work in the background, unless the leases are closed. */
    public void ahead(Runnable work) {
        if (tasks != null) {
            boolean unused = tasks.once("lease quotas ahead of need", work::run);
        }
    }

    /** @throws StoreException if the store does not answer; the outcome is unknown */
    QuotaLease lease(LeaseRequest request) {
        return tried(() -> store.lease(request));
    }

    /** @throws StoreException if the store does not answer */
    QuotaLease read(LeaseKey key, QuotaClaim claim) {
        return tried(() -> store.read(source, key.license(), claim));
    }

    /** @throws StoreException if the store does not answer; the outcome is unknown */
    void release(LeaseRelease release) {
        boolean unused = tried(() -> {
            store.release(release);
            return true;
        });
    }

    private <T> T tried(Supplier<T> operation) {
        Failure last = failure;
        if (last != null && (clock.millis() < last.retryMillis || !isTried.compareAndSet(false, true))) {
            throw new StoreException("the store has not answered before: " + last.cause.getMessage(), last.cause);
        }
        try {
            T result = operation.get();
            failure = null;
            return result;
        } catch (StoreException e) {
            long now = clock.millis();
            failure = new Failure(e, last == null ? now : last.sinceMillis, now + RETRY_MILLIS);
            throw e;
        } finally {
            if (last != null) {
                isTried.set(false);
            }
        }
    }
}
