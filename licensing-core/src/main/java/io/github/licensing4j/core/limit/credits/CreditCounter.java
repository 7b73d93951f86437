package io.github.licensing4j.core.limit.credits;

import io.github.licensing4j.core.limit.Units;
import io.github.licensing4j.core.limit.counter.Counter;
import io.github.licensing4j.core.limit.counter.Eviction;
import io.github.licensing4j.core.limit.lease.Slice;
import io.github.licensing4j.spi.CreditsClaim;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Counts the units of one credit grant of one license that are consumed or held. */
public final class CreditCounter extends Counter {
    private static final long LINGER_MILLIS = 60_000;

    private final long amount;
    private final long expiresMillis;
    private long used;
    /** The calls in flight that hold units of it, or can still consume some when they settle. */
    private int open;

    private boolean changed;
    /** The last shipment that had begun when a call last settled. */
    private int shipment;

    /** The units that this node has leased, null where it counts alone. */
    private final @Nullable Slice slice;

    CreditCounter(CreditsClaim.Grant grant, long used, @Nullable Slice slice) {
        super(grant.counter());
        this.slice = slice;
        this.amount = grant.amount();
        this.expiresMillis = grant.expiresMillis();
        this.used = used;
    }

    public long used() {
        return used;
    }

    /** Returns the units that are left; below 0 where more was consumed than granted. */
    long left() {
        return Units.sum(amount, -used);
    }

    public @Nullable Slice slice() {
        return slice;
    }

    public long amount() {
        return amount;
    }

    /** Returns the units that a call can hold: what is left or, where nodes share it, what this node has leased of that. */
    long available() {
        return slice == null ? left() : Math.min(left(), slice.available(amount));
    }

    /** Takes the units used by all nodes, as far as known. */
    public void learn(long units) {
        used = units;
    }

    /** Counts a correction. */
    public void correct(long units) {
        if (slice == null) {
            used = Units.sum(used, units);
        } else {
            slice.corrected();
        }
    }

    /** Notes a call that can consume units until it settles. */
    void open() {
        open++;
    }

    /** Counts units, held or consumed; below 0 to release. */
    void add(long units) {
        used = Units.sum(used, units);
        if (slice != null) {
            slice.settle(-units);
        }
    }

    /**
     * Releases what a call held and did not consume.
     *
     * @param begun the last shipment that has begun, read after the usage was recorded
     */
    void settle(long held, long consumed, int begun) {
        open--;
        add(Math.min(0, consumed - held));
        if (consumed != 0) {
            changed = true;
            shipment = begun;
        }
    }

    @Override
    protected Eviction eviction(long nowMillis, IntPredicate inLedger) {
        if (slice != null && (slice.isInUse() || (slice.budget() < 0 && !hasLapsed(nowMillis)))) {
            return Eviction.IN_USE;
        }
        if (isUnused(nowMillis)) {
            return Eviction.UNUSED;
        }
        return !changed || inLedger.test(shipment) ? Eviction.IN_LEDGER : Eviction.UNSHIPPED;
    }

    /**
     * Returns whether it has lapsed and no call will settle into it. A correction still reaches one that a call in
     * flight holds.
     */
    boolean isDone(long nowMillis) {
        return open == 0 && hasLapsed(nowMillis);
    }

    /** Returns whether no call uses it any more, not even one that was decided a moment ago. */
    boolean hasLapsed(long nowMillis) {
        return expiresMillis < nowMillis - LINGER_MILLIS;
    }

    @Override
    protected boolean isUnused(long nowMillis) {
        return used == 0 || hasLapsed(nowMillis);
    }
}
