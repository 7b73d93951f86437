package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.core.limit.Units;
import io.github.licensing4j.core.limit.counter.Counter;
import io.github.licensing4j.core.limit.counter.Eviction;
import io.github.licensing4j.core.limit.lease.Slice;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts one quota of one license in one period, and keeps the counts of the period before; where units roll over, of
 * the one before that as well. Holds keep the counter of their period, so that they settle into it even after the
 * period has ended.
 */
final class PeriodCounter extends Counter {
    // The bounds and not the window, and the count not apart from them: one object for each of a million licenses.
    private final long startMillis;
    private final long endMillis;
    private @Nullable PeriodCounter previous;
    private long used;
    private int open;
    private boolean rolls;
    private boolean changed;
    /** The last shipment that had begun when this was last changed by a call. */
    private int shipment;
    /** The units that this node has leased, null where it counts alone. */
    @Nullable
    Slice slice;
    /** The last start of the counter for which the earlier use is counted here, in epoch milliseconds. */
    private long startedMillis = Long.MIN_VALUE;

    PeriodCounter(CounterId id, QuotaWindow window, @Nullable PeriodCounter previous, long used) {
        super(id);
        this.startMillis = window.startMillis();
        this.endMillis = window.endMillis();
        this.previous = previous;
        this.used = used;
    }

    /** Returns whether a window is after this one's period, so that its first count opens it. */
    boolean isBefore(QuotaWindow window) {
        return window.startMillis() > startMillis;
    }

    /** Returns a new counter for a window after this one's period, which keeps this one as its previous one. */
    PeriodCounter next(QuotaWindow window, long units) {
        if (!rolls) {
            previous = null;
        } else if (previous != null) {
            previous.previous = null;
        }
        PeriodCounter next = new PeriodCounter(id(), window, this, units);
        next.rolls = rolls;
        return next;
    }

    /** Adds the counter of a window before this one's period, unless it is kept already. */
    void addPrevious(QuotaWindow window, long units) {
        PeriodCounter after = this;
        while (after.previous != null && after.previous.startMillis > window.startMillis()) {
            after = after.previous;
        }
        PeriodCounter known = after.previous;
        if (known == null || known.startMillis < window.startMillis()) {
            after.previous = new PeriodCounter(id(), window, known, units);
        }
    }

    /** Returns the counter of exactly this window, null if it is not kept. */
    @Nullable
    PeriodCounter of(QuotaWindow window) {
        for (PeriodCounter counter = this; counter != null; counter = counter.previous) {
            if (counter.startMillis == window.startMillis()) {
                return counter;
            }
        }
        return null;
    }

    /**
     * Returns the counter for a window that is not after this one's period. A window before it is counted in its own
     * counter if that is still kept, else in this one: a clock that was set back never opens a new period.
     */
    PeriodCounter in(QuotaWindow window) {
        PeriodCounter known = of(window);
        return known == null ? this : known;
    }

    long used() {
        return used;
    }

    /** Returns whether what was used before the counter started is counted here. */
    boolean includes(@Nullable CounterStart start) {
        return start == null || startedMillis >= start.atMillis();
    }

    /** Counts what was used before the counter started, if that is not counted yet. */
    void include(long units, @Nullable CounterStart start) {
        if (start != null && startedMillis < start.atMillis()) {
            used = Math.max(used, units);
            startedMillis = start.atMillis();
        }
    }

    /** Notes that the store has counted what was used before the counter started. */
    void started(CounterStart start) {
        startedMillis = Math.max(startedMillis, start.atMillis());
    }

    /** Returns whether a window is counted here: in its own period or, if that is not known, in this one. */
    boolean counts(QuotaWindow window) {
        return of(window) != null || overlaps(window);
    }

    /** Returns the units counted in a window, without opening it. */
    long used(QuotaWindow window) {
        PeriodCounter known = of(window);
        if (known != null) {
            return known.used;
        }
        return overlaps(window) ? used : 0;
    }

    private boolean overlaps(QuotaWindow window) {
        return window.startMillis() < startMillis && startMillis < window.endMillis();
    }

    /** Counts only what is leased from here on. */
    void share(Slice own) {
        slice = own;
    }

    /** Returns whether it has the units of all nodes, or this node counts alone. */
    boolean isKnown() {
        return slice == null || slice.isKnown();
    }

    /** Takes the units used by all nodes, as far as known. */
    void learn(long units) {
        used = units;
    }

    void hold(QuotaClaim claim, long nowMillis) {
        used += claim.units();
        open++;
        if (slice != null) {
            slice.reserve(claim.units(), nowMillis);
        }
        rolls |= claim.carry() != null && claim.carry().max() > 0;
    }

    /** Releases what was held. */
    void release(long held) {
        used -= held;
        open--;
        if (slice != null) {
            slice.settle(held);
        }
    }

    /**
     * Counts what was used in place of what was held. The sum saturates.
     *
     * @param begun the last shipment that has begun, read after the usage was recorded
     */
    void settle(long held, long units, int begun) {
        used = Units.sum(used - held, units);
        open--;
        if (slice != null) {
            slice.settle(held - units);
        }
        if (units != 0) {
            changed = true;
            shipment = begun;
        }
    }

    void adjust(long units) {
        if (slice == null) {
            used = Units.sum(used, units);
        } else {
            slice.corrected();
        }
    }

    @Override
    protected Eviction eviction(long nowMillis, IntPredicate inLedger) {
        if (!isIdle() || hasLeased(nowMillis)) {
            return Eviction.IN_USE;
        }
        if (isUnused(nowMillis)) {
            return Eviction.UNUSED;
        }
        return isIn(inLedger) ? Eviction.IN_LEDGER : Eviction.UNSHIPPED;
    }

    private boolean isIn(IntPredicate ledger) {
        return (!changed || ledger.test(shipment)) && (previous == null || previous.isIn(ledger));
    }

    /** Returns whether units are leased, or were used beyond what was leased and must be leased back in this period. */
    private boolean hasLeased(long nowMillis) {
        boolean owes = slice != null && slice.budget() < 0 && nowMillis < endMillis;
        return owes || (slice != null && slice.isInUse()) || (previous != null && previous.hasLeased(nowMillis));
    }

    @Override
    protected QuotaWindow window() {
        return new QuotaWindow(startMillis, endMillis);
    }

    /** Returns whether no call in flight will settle into it. */
    boolean isIdle() {
        return open == 0 && (previous == null || previous.isIdle());
    }

    @Override
    protected boolean isUnused(long nowMillis) {
        return isSpent(nowMillis) && (previous == null || previous.isUnused(nowMillis));
    }

    /**
     * Returns whether nothing counted here matters any more: units that roll over matter for one period more, and twice
     * the own length is more than any next period has.
     */
    private boolean isSpent(long nowMillis) {
        long mattersUntil = rolls ? Units.sum(endMillis, 2 * (endMillis - startMillis)) : endMillis;
        return used == 0 || nowMillis >= mattersUntil;
    }
}
