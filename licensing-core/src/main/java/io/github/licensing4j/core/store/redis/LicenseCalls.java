package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.CounterId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls that this node has in flight under one license. What Redis has for this node is set to it at each renewal, so that operations
 * that were lost are corrected. The lock is this object's monitor.
 */
final class LicenseCalls {
    /** In place of an earlier connection, where there is none. */
    static final String NONE = "-";

    private final String key;
    private final List<CounterCalls> counters = new ArrayList<>(2);
    /** Operations that are sent and not answered: Redis may have another count meanwhile. */
    private int pending;
    /** True while Redis may have calls of this node. */
    private boolean known;

    private long usedNanos;
    private boolean evicted;

    LicenseCalls(LicenseId license, RedisKeys keys) {
        this.key = keys.calls(license);
    }

    String key() {
        return key;
    }

    /** Registers an operation before it is sent; false if the object was evicted. */
    synchronized boolean begin(long now) {
        if (!evicted) {
            usedNanos = now;
            pending++;
            known = true;
        }
        return !evicted;
    }

    synchronized void answered() {
        pending--;
    }

    /** Counts a call that entered. False if the object was evicted. */
    synchronized boolean entered(List<ConcurrencyClaim> claims, long now) {
        if (!evicted) {
            usedNanos = now;
            claims.forEach(claim -> current(claim.counter()).enter());
        }
        return !evicted;
    }

    synchronized void left(List<ConcurrencyClaim> claims) {
        claims.forEach(claim -> current(claim.counter()).leave());
    }

    synchronized void see(CounterId counter, int all, long now) {
        current(counter).see(all, now);
    }

    /** Returns the calls in flight under a counter as known, -1 if they are to be read. */
    synchronized int known(CounterId counter, long now) {
        CounterCalls calls = current(counter);
        return calls.isStale(now) ? -1 : calls.all();
    }

    synchronized int all(CounterId counter) {
        return current(counter).all();
    }

    /**
     * Registers a renewal and returns its arguments, null if Redis has no calls of this node.
     *
     * @param ended an earlier connection, whose calls are transferred
     */
    synchronized @Nullable List<String> renewal(String session, String lease, String ended) {
        boolean isUsed = counters.stream().anyMatch(calls -> calls.own() > 0);
        if (!known && !isUsed) {
            return null;
        }
        List<String> arguments = new ArrayList<>(List.of(session, lease, ended));
        // While operations are on their way, only the lease is extended; those of an ended connection do not matter.
        if (pending == 0 || !ended.equals(NONE)) {
            counters.forEach(calls -> arguments.addAll(List.of(calls.field(), Integer.toString(calls.own()))));
            known = isUsed;
        }
        pending++;
        return arguments;
    }

    /** Evicts the object unless it was used since an instant or has calls in flight. */
    synchronized boolean evict(long idleSince) {
        boolean isIdle = pending == 0 && !known && counters.stream().allMatch(calls -> calls.own() == 0);
        evicted = evicted || (isIdle && usedNanos - idleSince < 0);
        return evicted;
    }

    @SuppressWarnings("ReferenceEquality") // Names of one limit set are most often the same object.
    private CounterCalls current(CounterId id) {
        for (int i = 0; i < counters.size(); i++) {
            CounterCalls calls = counters.get(i);
            if (calls.id() == id || calls.id().equals(id)) {
                return calls;
            }
        }
        CounterCalls added = new CounterCalls(id);
        counters.add(added);
        return added;
    }
}
