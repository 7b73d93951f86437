package io.github.licensing4j.core.limit.counter;

import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Every counter of one license, or of one customer, behind one lock. Quotas and credits are reserved by {@link CounterLevels}.
 * Nothing under the lock waits or calls out.
 */
final class Counters {
    /** The result of evicted counters: nothing was taken, and the counters of the license must be found again. */
    static final RateResult RETIRED_RATES = new RateResult.Unavailable("retired");

    /** The result of evicted counters: the call did not enter, and the counters of the license must be found again. */
    static final ConcurrencyResult RETIRED_CALLS = new ConcurrencyResult.Unavailable("retired");

    /** What a counter stands at that is not known; no count gets there. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final Counter[] NONE = {};

    private final Object owner;
    private final IssuerCounters issuer;
    private Counter[] counters = NONE;
    private @Nullable SubjectCounters subjectCounters;
    private @Nullable CreditBook credits;
    /** Holds that are not settled yet; below zero once retired. */
    private int open;
    /** Moves on with every correction, so that a seed that was read before it is read again. */
    private int corrections;

    /** @param owner the license or customer */
    Counters(Object owner, IssuerCounters issuer) {
        this.owner = owner;
        this.issuer = issuer;
    }

    Object owner() {
        return owner;
    }

    InMemoryCounters store() {
        return issuer.store();
    }

    /** Whether the ledger must be read for what was counted in a window that began then. */
    boolean isBeforeStart(long windowStartMillis) {
        return issuer.isBeforeStart(windowStartMillis);
    }

    synchronized ConcurrencyResult enter(List<ConcurrencyClaim> claims) {
        if (isRetired()) {
            return RETIRED_CALLS;
        }
        for (int i = 0; i < claims.size(); i++) {
            int inFlight = flight(claims.get(i).counter()).inFlight;
            if (!claims.get(i).fits(inFlight)) {
                return new ConcurrencyResult.ConcurrencyExceeded(i, inFlight);
            }
        }
        CallInFlight hold = new CallInFlight(this, claims);
        for (int i = 0; i < claims.size(); i++) {
            hold.see(i, ++flight(claims.get(i).counter()).inFlight);
        }
        open++;
        return hold;
    }

    synchronized void leave(CallInFlight hold) {
        for (int i = 0; i < hold.claims().size(); i++) {
            flight(hold.claims().get(i).counter()).inFlight--;
        }
        open--;
    }

    /** Taken permits need no open hold: counters are evicted only once every bucket is full, and a full one loses nothing. */
    synchronized RateResult take(List<RateClaim> claims, long nowMillis) {
        if (isRetired()) {
            return RETIRED_RATES;
        }
        for (int i = 0; i < claims.size(); i++) {
            long permits = claims.get(i).permits();
            RateCounter rate = rate(claims.get(i), nowMillis);
            if (!rate.fits(permits)) {
                return new RateResult.RateExceeded(i, rate.state(nowMillis), rate.fitsAt(permits, nowMillis));
            }
        }
        PermitHold hold = new PermitHold(this, claims);
        for (int i = 0; i < claims.size(); i++) {
            RateCounter rate = (RateCounter) known(claims.get(i).counter());
            rate.consume(claims.get(i).permits());
            hold.see(i, rate.remaining(), rate.fullAt(nowMillis));
        }
        return hold;
    }

    synchronized void release(PermitHold hold) {
        for (int i = 0; i < hold.claims().size(); i++) {
            RateClaim claim = hold.claims().get(i);
            ((RateCounter) known(claim.counter())).putBack(claim.permits());
        }
    }

    synchronized int inFlight(CounterId id) {
        return find(id) instanceof ConcurrencyCounter flight ? flight.inFlight : 0;
    }

    synchronized RateLimitState state(RateClaim claim, long nowMillis) {
        return rate(claim, nowMillis).state(nowMillis);
    }

    synchronized long fitsAt(RateClaim claim, long nowMillis) {
        return rate(claim, nowMillis).fitsAt(claim.permits(), nowMillis);
    }

    synchronized boolean wouldFit(RateClaim claim, long nowMillis) {
        return find(claim.counter()) instanceof RateCounter rate
                ? rate.wouldFit(claim.limit(), claim.permits(), nowMillis)
                : RateCounter.fitsWhole(claim.limit(), claim.permits());
    }

    /** Units counted in a window, {@link #UNKNOWN} where they would have to be asked for. */
    synchronized long used(CounterId id, QuotaWindow window) {
        if (id.kind() == Kind.CREDITS) {
            CreditCounter counter = credits == null ? null : credits.find(id);
            return counter == null ? UNKNOWN : counter.used();
        }
        PeriodCounter quota = quota(id);
        return quota != null && (quota.knows(window) || !isBeforeStart(window.startMillis()))
                ? quota.used(window)
                : UNKNOWN;
    }

    /** Units counted in a window, {@link #UNKNOWN} where what was used before the counter started is not counted yet. */
    synchronized long used(CounterId id, QuotaWindow window, CounterStart start) {
        PeriodCounter quota = quota(id);
        PeriodCounter known = quota == null || quota.isBefore(window) ? null : quota.in(window);
        return known != null && known.includes(start) ? known.used() : UNKNOWN;
    }

    /** Gives its place up if nothing is lost by that; what was counted is read from the ledger from then on. */
    synchronized Eviction evict(long nowMillis, IntPredicate inLedger) {
        Eviction all = open == 0 ? Eviction.UNUSED : Eviction.IN_USE;
        for (int i = 0; i < counters.length && all != Eviction.IN_USE; i++) {
            all = all.or(counters[i].eviction(nowMillis, inLedger));
        }
        if (subjectCounters != null && all != Eviction.IN_USE) {
            all = all.or(subjectCounters.eviction(nowMillis, inLedger));
        }
        if (credits != null && all != Eviction.IN_USE) {
            all = all.or(credits.eviction(nowMillis, inLedger));
        }
        if (all.isPossible()) {
            open = -1;
        }
        if (all == Eviction.IN_LEDGER) {
            issuer.evicted(latest(), nowMillis);
        }
        return all;
    }

    /** From the start of the latest period that is counted to the end of the last one. */
    private QuotaWindow latest() {
        QuotaWindow latest = CreditsClaim.EVER;
        boolean isFirst = true;
        List<Counter> all = new ArrayList<>(Arrays.asList(counters));
        if (subjectCounters != null) {
            subjectCounters.all().forEach(all::add);
        }
        for (Counter counter : all) {
            if (counter instanceof PeriodCounter quota) {
                QuotaWindow window = quota.window();
                long end = isFirst ? window.endMillis() : Math.max(latest.endMillis(), window.endMillis());
                latest = new QuotaWindow(Math.max(latest.startMillis(), window.startMillis()), end);
                isFirst = false;
            }
        }
        return latest;
    }

    // What follows is for those who hold the lock.

    boolean isRetired() {
        return open < 0;
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }

    int corrections() {
        return corrections;
    }

    void corrected() {
        corrections++;
    }

    CreditBook credits() {
        if (credits == null) {
            credits = new CreditBook();
        }
        return credits;
    }

    /** The latest period of a quota, null if nothing was ever counted of it. */
    @Nullable
    PeriodCounter quota(CounterId id) {
        return CounterLevels.isOfOne(id)
                ? (subjectCounters == null ? null : subjectCounters.find(id))
                : find(id) instanceof PeriodCounter quota ? quota : null;
    }

    /** Puts the latest period of a quota in place of the one before; false if there is no place for one more key or user. */
    boolean put(PeriodCounter latest, long nowMillis) {
        if (CounterLevels.isOfOne(latest.id())) {
            if (subjectCounters == null) {
                subjectCounters = new SubjectCounters();
            }
            return subjectCounters.put(latest, issuer, nowMillis);
        }
        for (int i = 0; i < counters.length; i++) {
            if (counters[i].counts(latest.id())) {
                counters[i] = latest;
                return true;
            }
        }
        add(latest);
        return true;
    }

    private RateCounter rate(RateClaim claim, long nowMillis) {
        if (find(claim.counter()) instanceof RateCounter found) {
            found.advance(claim.limit(), store().configurations(), nowMillis);
            return found;
        }
        return add(new RateCounter(claim, store().configurations(), nowMillis));
    }

    private ConcurrencyCounter flight(CounterId id) {
        Counter found = find(id);
        return found == null ? add(new ConcurrencyCounter(id)) : (ConcurrencyCounter) found;
    }

    private Counter known(CounterId id) {
        Counter found = find(id);
        if (found == null) {
            throw new IllegalStateException("no counter " + id + " for " + owner);
        }
        return found;
    }

    private @Nullable Counter find(CounterId id) {
        for (Counter counter : counters) {
            if (counter.counts(id)) {
                return counter;
            }
        }
        return null;
    }

    private <C extends Counter> C add(C counter) {
        counters = Arrays.copyOf(counters, counters.length + 1);
        counters[counters.length - 1] = counter;
        return counter;
    }
}
