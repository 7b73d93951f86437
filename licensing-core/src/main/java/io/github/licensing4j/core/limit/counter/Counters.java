package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Every counter of one license, or of one customer, behind one lock, which is this object's monitor. Nothing under the lock
 * waits or calls out.
 */
public final class Counters {
    private final Object owner;
    private final IssuerCounters issuer;
    /** The first counter, which refers to the next: a call touches no list. */
    private @Nullable Counter first;

    private @Nullable SubjectCounters subjectCounters;
    /** Holds that are not settled yet; below zero once evicted. */
    private int open;
    /** Incremented by every correction, so that a count that was read before it is read again. */
    private int corrections;

    /** @param owner the license or customer */
    Counters(Object owner, IssuerCounters issuer) {
        this.owner = owner;
        this.issuer = issuer;
    }

    /** Returns the license or customer. */
    public Object owner() {
        return owner;
    }

    public CounterMemory memory() {
        return issuer.memory();
    }

    /** Returns how usage gets to the ledger. */
    public Shipments shipments() {
        return issuer.shipments();
    }

    /** Returns whether the ledger must be read for what was counted in a window that began then. */
    public boolean isBeforeStart(long windowStartMillis) {
        return issuer.isBeforeStart(windowStartMillis);
    }

    /** Evicts the counters if nothing is lost by that; what was counted is read from the ledger from then on. */
    synchronized Eviction evict(long nowMillis, IntPredicate inLedger) {
        Eviction all = open == 0 ? Eviction.UNUSED : Eviction.IN_USE;
        for (Counter one = first; one != null && all != Eviction.IN_USE; one = one.next()) {
            all = all.or(one.eviction(nowMillis, inLedger));
        }
        if (subjectCounters != null && all != Eviction.IN_USE) {
            all = all.or(subjectCounters.eviction(nowMillis, inLedger));
        }
        if (all.isPossible()) {
            open = -1;
        }
        if (all == Eviction.IN_LEDGER) {
            issuer.evicted(latest(), nowMillis);
        }
        return all;
    }

    /** Returns the window from the start of the latest counted period to the end of the last one; all of time if there is none. */
    private QuotaWindow latest() {
        QuotaWindow latest = null;
        List<Counter> all = new ArrayList<>();
        for (Counter one = first; one != null; one = one.next()) {
            all.add(one);
        }
        if (subjectCounters != null) {
            subjectCounters.all().forEach(all::add);
        }
        for (Counter counter : all) {
            QuotaWindow window = counter.window();
            if (window != null) {
                latest = latest == null
                        ? window
                        : new QuotaWindow(
                                Math.max(latest.startMillis(), window.startMillis()),
                                Math.max(latest.endMillis(), window.endMillis()));
            }
        }
        return latest == null ? Counter.ALWAYS : latest;
    }

    // The methods below are called with the lock held.

    /** Returns whether the counters were evicted, so that those of the license must be found again. */
    public boolean isEvicted() {
        return open < 0;
    }

    public void opened() {
        open++;
    }

    public void closed() {
        open--;
    }

    public int corrections() {
        return corrections;
    }

    public void corrected() {
        corrections++;
    }

    /** Returns the counter of a name, null if nothing was ever counted of it. */
    public @Nullable Counter find(CounterId id) {
        if (isOfSubject(id)) {
            return subjectCounters == null ? null : subjectCounters.find(id);
        }
        for (Counter one = first; one != null; one = one.next()) {
            if (one.counts(id)) {
                return one;
            }
        }
        return null;
    }

    /** Puts a counter in place of the one of the same name; false if there is no place for one more key or user. */
    public boolean put(Counter latest, long nowMillis) {
        if (isOfSubject(latest.id())) {
            if (subjectCounters == null) {
                subjectCounters = new SubjectCounters();
            }
            return subjectCounters.put(latest, issuer, nowMillis);
        }
        Counter before = null;
        for (Counter one = first; one != null; one = one.next()) {
            if (one.counts(latest.id())) {
                replace(before, one, latest);
                return true;
            }
            before = one;
        }
        link(before, latest);
        return true;
    }

    private void replace(@Nullable Counter before, Counter replaced, Counter latest) {
        if (latest != replaced) {
            link(before, latest);
            latest.next(replaced.next());
            // It may be kept as the previous period of the latest one.
            replaced.next(null);
        }
    }

    /** Adds a counter of the license or customer as a whole, which has none of this name yet. */
    public <C extends Counter> C add(C counter) {
        Counter last = first;
        while (last != null && last.next() != null) {
            last = last.next();
        }
        link(last, counter);
        return counter;
    }

    private void link(@Nullable Counter before, Counter counter) {
        if (before == null) {
            first = counter;
        } else {
            before.next(counter);
        }
    }

    private static boolean isOfSubject(CounterId id) {
        return id.scope() == Scope.KEY || id.scope() == Scope.USER;
    }
}
