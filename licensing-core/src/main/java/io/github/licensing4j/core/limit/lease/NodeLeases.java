package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.OutageStatus.Kind;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LeaseRelease;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.QuotaLeases;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of this node. While the store does not answer, no call tries it: a background task does, once a second. Safe for use
 * by many threads.
 */
public final class NodeLeases implements Component {
    static final Logger log = LoggerFactory.getLogger(NodeLeases.class);
    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final long IDLE_MILLIS = 30_000;
    /** At the close: the time for operations under way, and that for releases. */
    private static final Duration CLOSE = Duration.ofMillis(2_500);
    /** For how long a slice without units is kept in view, because calls in flight may return some. */
    private static final long FORGOTTEN_MILLIS = 600_000;

    private final QuotaLeases store;
    private final UsageSource source;
    private final StoreCircuit circuit;
    private final @Nullable TaskQueue tasks;
    /** By the slice, which licenses of one customer can share. */
    private final Map<Slice, SliceHolder> holders = new ConcurrentHashMap<>();

    private final AtomicLong operations = new AtomicLong();
    /** Counts the timelines of the store. What it has answered on an earlier one is not certain. */
    private final AtomicLong timelines = new AtomicLong();

    /**
     * Creates the leases of a node.
     *
     * @param circuit keeps calls from the store while it does not answer
     * @param tasks runs requests ahead of need
     */
    public NodeLeases(QuotaLeases store, UsageSource source, StoreCircuit circuit, TaskQueue tasks) {
        this.store = store;
        this.source = source;
        this.circuit = circuit;
        this.tasks = tasks;
    }

    private NodeLeases() {
        this.store = QuotaLeases.none();
        this.source = new UsageSource("", 1);
        this.circuit = new StoreCircuit(InstantSource.system(), Quotas.LEASED_ONLY, Quotas.LEASED_ONLY);
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
            tasks.every(PROBE, "check whether the store of leases answers", circuit::probe);
            tasks.every(CHECK, "release idle quota leases", () -> release(IDLE_MILLIS, Long.MAX_VALUE));
        }
    }

    private void release(long idleMillis, long forMillis) {
        long start = nowMillis();
        for (SliceHolder holder : holders.values()) {
            if (nowMillis() - start > forMillis) {
                return;
            }
            holder.releaseIdle(idleMillis);
        }
        holders.values().removeIf(holder -> holder.isForgettable(FORGOTTEN_MILLIS));
    }

    long timeline() {
        return timelines.get();
    }

    /**
     * Stores every lease again after the store may have lost some. Slices that it may have leased to another node meanwhile are
     * dropped, except for what calls have used or reserved. Operations that are under way are repeated later.
     *
     * @return the dropped units
     * @throws StoreException if the store does not answer
     */
    public long restore() {
        timelines.incrementAndGet();
        return new LeaseRestore(store).restore(holders.values());
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
        String outage = circuit.describe();
        String units = holders.values().stream().filter(SliceHolder::isInUse).count() + " counters have leased units";
        return outage == null
                ? new Health.Component("quota-leases", Status.UP, "connected; " + units)
                : new Health.Component(
                        "quota-leases", circuit.refusesAny() ? Status.DOWN : Status.DEGRADED, units + "; " + outage);
    }

    @Override
    public List<OutageStatus> outages() {
        return circuit.statuses();
    }

    /** Releases every unit that no call has reserved, for at most 8 s; the rest is released at the next start. */
    @Override
    public void close() {
        if (tasks != null) {
            boolean unused = tasks.finish(CLOSE);
        }
        if (circuit.isOpen()) {
            circuit.probe();
        }
        // An operation whose outcome is unknown is completed before units are released.
        release(Long.MIN_VALUE, CLOSE.toMillis());
        release(Long.MIN_VALUE, CLOSE.toMillis());
    }

    UsageSource source() {
        return source;
    }

    long nextOperation() {
        return operations.incrementAndGet();
    }

    public long nowMillis() {
        return circuit.nowMillis();
    }

    /** Runs work in the background, unless the leases are closed. */
    public void ahead(Runnable work) {
        if (tasks != null) {
            boolean unused = tasks.once("lease quotas ahead of need", work::run);
        }
    }

    /** Returns whether the store does not answer. */
    public boolean isAway() {
        return circuit.isOpen();
    }

    /** Returns whether calls are refused, even where units are leased, because the store does not answer. */
    public boolean refuses(Kind kind) {
        return circuit.refuses(kind);
    }

    /** Returns whether calls are granted beyond what is leased, because the store does not answer. */
    public boolean grantsBeyond(Kind kind) {
        return circuit.grants(kind);
    }

    /** Counts units that were granted beyond what is leased. */
    public void grantedBeyond(Kind kind, long units) {
        circuit.granted(kind, units);
    }

    /**
     * Reads data of the database that has the leases.
     *
     * @throws StoreException if it does not answer, or has not answered before
     */
    public <T> T read(Supplier<T> operation) {
        return circuit.attempt(operation, operation);
    }

    /** @throws StoreException if the store does not answer; the outcome is unknown */
    QuotaLease lease(LeaseRequest request) {
        return circuit.attempt(
                () -> store.lease(request),
                check(
                        request.license(),
                        request.claim().counter(),
                        request.claim().window()));
    }

    /** @throws StoreException if the store does not answer */
    QuotaLease read(LeaseKey key, QuotaClaim claim) {
        return circuit.attempt(
                () -> store.read(source, key.license(), claim), check(key.license(), key.counter(), key.window()));
    }

    /** @throws StoreException if the store does not answer; the outcome is unknown */
    void release(LeaseRelease release) {
        boolean unused = circuit.attempt(
                () -> {
                    store.release(release);
                    return true;
                },
                check(release.license(), release.counter(), release.window()));
    }

    private Supplier<?> check(LicenseId license, CounterId counter, QuotaWindow window) {
        QuotaClaim nothing = new QuotaClaim(counter, window, 0, 0);
        return () -> store.read(source, license, nothing);
    }
}
