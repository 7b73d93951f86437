package io.github.licensing4j.core.limit.credits;

import io.github.licensing4j.core.limit.Units;
import io.github.licensing4j.core.limit.lease.Slice;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import java.math.BigInteger;
import java.util.List;
import java.util.function.ToLongFunction;

/** The grants of one limit that calls can consume while the same ones are in force, in that order. */
public final class CreditPool {
    private final List<CreditsClaim.Grant> grants;
    private final CreditCounter[] counters;

    CreditPool(List<CreditsClaim.Grant> grants, CreditCounter[] counters) {
        this.grants = grants;
        this.counters = counters;
    }

    boolean isOf(List<CreditsClaim.Grant> others) {
        return grants == others || grants.equals(others);
    }

    boolean isOfLimit(String limit) {
        return counters.length > 0 && counters[0].id().limit().equals(limit);
    }

    boolean hasLapsed(long nowMillis) {
        for (CreditCounter counter : counters) {
            if (!counter.hasLapsed(nowMillis)) {
                return false;
            }
        }
        return true;
    }

    public long used() {
        long sum = 0;
        for (CreditCounter counter : counters) {
            long more = counter.used();
            if (overflows(sum, more)) {
                return wide(CreditCounter::used);
            }
            sum += more;
        }
        return sum;
    }

    /** Returns whether nodes share the grants, so that units must be leased before they are held. */
    public boolean isLeased() {
        return counters.length > 0 && counters[0].slice() != null;
    }

    /** Returns the units that calls can hold now; below 0 where more was consumed than granted. */
    public long available() {
        return isLeased() ? wide(CreditCounter::available) : balance();
    }

    /** Returns whether the store has refused more units of every grant a moment ago. */
    public boolean isExhausted(long nowMillis) {
        for (CreditCounter counter : counters) {
            Slice slice = counter.slice();
            if (slice != null && !slice.isExhausted(more(counter, slice), nowMillis)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a grant was corrected, so that the store must be read before a decision. */
    public boolean isOutdated() {
        for (CreditCounter counter : counters) {
            Slice slice = counter.slice();
            if (slice != null && slice.isOutdated()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the claim of a unit more than this node has. */
    public static QuotaClaim more(CreditCounter counter, Slice slice) {
        return new QuotaClaim(
                counter.id(), CreditsClaim.EVER, counter.amount(), Units.sum(Math.max(0, slice.budget()), 1));
    }

    public long balance() {
        long sum = 0;
        for (CreditCounter counter : counters) {
            long more = counter.left();
            if (overflows(sum, more)) {
                return wide(CreditCounter::left);
            }
            sum += more;
        }
        return sum;
    }

    private static boolean overflows(long sum, long more) {
        long both = sum + more;
        return ((sum ^ both) & (more ^ both)) < 0;
    }

    /** Sums units exactly, because a sum that overflows can come back into range with later parts. */
    private long wide(ToLongFunction<CreditCounter> units) {
        BigInteger sum = BigInteger.ZERO;
        for (CreditCounter counter : counters) {
            sum = sum.add(BigInteger.valueOf(units.applyAsLong(counter)));
        }
        if (sum.bitLength() < Long.SIZE) {
            return sum.longValue();
        }
        return sum.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /**
     * Holds units of the first grants that have something available, then of those that have something left, and the rest of the last
     * one. Each call is followed by {@link #settle}.
     */
    long[] take(long units) {
        for (CreditCounter counter : counters) {
            counter.open();
        }
        long[] taken = new long[counters.length];
        take(units, taken);
        return taken;
    }

    private void take(long units, long[] taken) {
        long rest = take(units, taken, CreditCounter::available);
        rest = take(rest, taken, CreditCounter::left);
        if (rest > 0) {
            int last = counters.length - 1;
            counters[last].add(rest);
            taken[last] = Units.sum(taken[last], rest);
        }
    }

    /** Takes what is there of each grant. Returns the units that are missing. */
    private long take(long units, long[] taken, ToLongFunction<CreditCounter> there) {
        long rest = units;
        for (int i = 0; i < counters.length && rest > 0; i++) {
            long part = Math.min(rest, Math.max(0, there.applyAsLong(counters[i])));
            counters[i].add(part);
            taken[i] = Units.sum(taken[i], part);
            rest -= part;
        }
        return rest;
    }

    /**
     * Splits used units over the grants: first those that the call holds, then others where it used more; the latter
     * are held as well from here on.
     */
    long[] consume(long[] held, long units) {
        long[] consumed = new long[held.length];
        long rest = units;
        for (int i = 0; i < held.length; i++) {
            consumed[i] = Math.min(rest, held[i]);
            rest -= consumed[i];
        }
        if (rest > 0) {
            take(rest, consumed);
        }
        return consumed;
    }

    /**
     * Releases what is held and not used.
     *
     * @param begun the last shipment that has begun
     */
    void settle(long[] held, long[] consumed, int begun) {
        for (int i = 0; i < held.length; i++) {
            counters[i].settle(held[i], consumed[i], begun);
        }
    }
}
