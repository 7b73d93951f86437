package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.spi.LeaseRelease;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.LeaseState;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Performs the operations of one slice on the store, one at a time and without the lock of its counter.
 *
 * @param key the counter and window
 * @param slice the slice
 * @param lock the lock of the counter
 * @param learned receives the units used by all nodes, with the lock held
 * @param leases the leases of this node
 */
public record SliceHolder(LeaseKey key, Slice slice, Object lock, LongConsumer learned, NodeLeases leases) {
    /** The time for which a call waits for the operation of another one. */
    private static final long WAIT_MILLIS = 2_000;

    /**
     * Leases units for a claim, unless it has enough or the store has just refused as much.
     *
     * @return whether it has enough; another call may use it first
     * @throws StoreException if the store does not answer
     */
    public boolean lease(QuotaClaim claim) {
        Runnable operation = begin(claim);
        while (operation != null) {
            operation.run();
            operation = begin(claim);
        }
        synchronized (lock) {
            return slice.has(claim);
        }
    }

    /**
     * Begins the next operation that a claim needs: one whose outcome is unknown first. While another call performs one, the operation
     * is to wait for that. Returns null if the claim needs none.
     */
    private @Nullable Runnable begin(QuotaClaim claim) {
        synchronized (lock) {
            CompletableFuture<Void> other = slice.pending();
            if (slice.has(claim) || slice.isExhausted(claim, leases.nowMillis())) {
                return null;
            }
            if (other != null) {
                return () -> await(other);
            }
            boolean isReleaseFirst = slice.hasUnansweredRelease() || slice.isAbove(claim);
            return isReleaseFirst && !slice.hasUnansweredRequest() ? beginRelease() : beginRequest(claim);
        }
    }

    /** Requires a request before the next call reserves: the counter has replaced another one, whose usage counts. */
    public void restart() {
        synchronized (lock) {
            slice.corrected();
        }
    }

    private void await(CompletableFuture<Void> other) {
        try {
            Object unused = other.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new StoreException(
                    "another call waits for a slice of " + key.counter().limit(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    "interrupted while waiting for a slice of " + key.counter().limit(), e);
        }
    }

    /** Leases more if little is left and no operation is under way. A store that does not answer is left to calls that need it. */
    public void leaseAhead(QuotaClaim claim) {
        Runnable request;
        synchronized (lock) {
            slice.endAhead();
            if (!slice.isLow(leases.nowMillis()) || slice.hasUnansweredRelease() || slice.isAbove(claim)) {
                return;
            }
            request = beginRequest(claim);
        }
        attempt(request);
    }

    private Runnable beginRequest(QuotaClaim claim) {
        LeaseRequest request = slice.beginRequest(key, claim, leases);
        return () -> request(request);
    }

    private @Nullable Runnable beginRelease() {
        LeaseRelease release = slice.beginRelease(key, leases);
        return release == null ? null : () -> release(release);
    }

    /** Releases what no call has reserved for some time, and repeats an operation whose outcome is unknown. */
    public void releaseIdle(long idleMillis) {
        Runnable operation;
        synchronized (lock) {
            boolean isDue = slice.hasUnansweredRelease() || slice.isIdle(leases.nowMillis(), idleMillis);
            if (slice.pending() != null || (!isDue && !slice.hasUnansweredRequest())) {
                return;
            }
            operation = slice.hasUnansweredRequest()
                    ? beginRequest(new QuotaClaim(key.counter(), key.window(), 0, 0, null))
                    : beginRelease();
        }
        if (operation != null) {
            attempt(operation);
        }
    }

    private void attempt(Runnable operation) {
        try {
            operation.run();
        } catch (StoreException e) {
            NodeLeases.log.debug("An operation on a slice of {} is repeated later", key, e);
        }
    }

    /** Reads what other nodes have used, at most once a second. What is known stays if the store does not answer. */
    public void refresh(QuotaClaim claim) {
        synchronized (lock) {
            if (!slice.beginRead(leases.nowMillis())) {
                return;
            }
        }
        attempt(() -> read(claim));
    }

    private void read(QuotaClaim claim) {
        QuotaLease known = null;
        try {
            known = leases.read(key, claim);
        } finally {
            synchronized (lock) {
                if (known != null) {
                    learned.accept(slice.learned(known, leases.nowMillis()));
                }
                slice.end();
            }
        }
    }

    private void request(LeaseRequest request) {
        QuotaLease lease = null;
        long timeline = leases.timeline();
        leases.add(this);
        try {
            lease = leases.lease(request);
        } finally {
            synchronized (lock) {
                if (lease != null && timeline == leases.timeline()) {
                    learned.accept(slice.leased(lease, request, leases.nowMillis()));
                }
                slice.end();
            }
        }
    }

    private void release(LeaseRelease release) {
        boolean isDone = false;
        long timeline = leases.timeline();
        try {
            leases.release(release);
            isDone = true;
        } finally {
            synchronized (lock) {
                if (isDone && timeline == leases.timeline()) {
                    slice.released();
                }
                slice.end();
            }
        }
    }

    @Nullable
    LeaseState state() {
        synchronized (lock) {
            return slice.state(key, leases.source());
        }
    }

    /** Drops the units that no call has reserved; returns their number. */
    long drop() {
        synchronized (lock) {
            return slice.drop();
        }
    }

    boolean isForgettable(long idleMillis) {
        synchronized (lock) {
            return slice.isForgettable(leases.nowMillis(), idleMillis);
        }
    }

    /** Returns whether the slice has units or an operation that is not complete. */
    boolean isInUse() {
        synchronized (lock) {
            return slice.isInUse();
        }
    }
}
