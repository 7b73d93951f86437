package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.core.limit.Units;
import io.github.licensing4j.spi.LeaseRelease;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.LeaseState;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.UsageSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The units of one counter and window that this node has leased and not reserved yet, and the operation on the store that is
 * under way for them. The lock of the counter guards it. Instants are in epoch milliseconds.
 */
public final class Slice {
    /** For how long calls are refused without a request once the store has refused one. */
    private static final long EXHAUSTED_MILLIS = 500;

    /** For how long the units that other nodes have used are shown as last read. */
    private static final long READ_MILLIS = 1_000;

    private final SliceSize size = new SliceSize();
    private long budget;
    private long carried;
    private long others;
    /** The ceiling under which the budget was leased. */
    private long ceiling = Long.MAX_VALUE;

    private long reservedMillis = Long.MIN_VALUE / 2;
    private long exhaustedUntilMillis = Long.MIN_VALUE;
    /** The units that were refused last, those included that this node had, and under which ceiling. */
    private long refusedUnits;

    private long refusedCeiling;
    /** The instant of the last answer of the store. */
    private long knownMillis = Long.MIN_VALUE / 2;

    private boolean isKnown;
    /** Corrections of the counter, and how many of them the last answer contains for certain. */
    private int corrections;

    private int askedCorrections;
    private int knownCorrections;

    /** The operation that is under way, null if there is none. */
    private @Nullable CompletableFuture<Void> pending;
    /** A request ahead of need is queued. */
    private boolean isAheadTaken;
    /** An operation whose outcome is unknown, to be repeated before another one. */
    private @Nullable LeaseRequest unansweredRequest;

    private @Nullable LeaseRelease unansweredRelease;
    /** All units that were leased and not released, as of the last operation that the store has answered; 0 if none. */
    private long leased;

    private long answered;

    /** Returns the units that must be left for a claim: a call that costs nothing is refused as well when nothing is left. */
    private static long needed(QuotaClaim claim) {
        return Math.max(1, claim.units());
    }

    /** Returns whether a claim can be reserved without a request to the store. */
    public boolean has(QuotaClaim claim) {
        return needed(claim) <= budget && claim.ceiling() >= ceiling && !isOutdated();
    }

    /** Returns whether the store has refused as many units a moment ago. */
    public boolean isExhausted(QuotaClaim claim, long nowMillis) {
        return nowMillis < exhaustedUntilMillis
                && needed(claim) >= refusedUnits
                && claim.ceiling() <= refusedCeiling
                && !isAbove(claim);
    }

    /** Returns whether more should be leased before it is needed. */
    boolean isLow(long nowMillis) {
        return budget < size.units() / 2 && pending == null && nowMillis >= exhaustedUntilMillis;
    }

    /** Returns whether the caller must lease more in the background: true once until the store has answered. */
    public boolean takeAhead(long nowMillis) {
        boolean isDue = !isAheadTaken && isLow(nowMillis);
        isAheadTaken |= isDue;
        return isDue;
    }

    /** Allows the next request ahead. */
    void endAhead() {
        isAheadTaken = false;
    }

    /** Counts units as reserved. */
    public void reserve(long units, long nowMillis) {
        budget = Units.sum(budget, -units);
        reservedMillis = nowMillis;
    }

    /** Returns units to the slice that were reserved and not used; below 0 if more was used. */
    public void settle(long unused) {
        budget = Units.sum(budget, unused);
        if (unused > 0) {
            exhaustedUntilMillis = Long.MIN_VALUE;
        }
    }

    /**
     * Takes a correction into account: a refusal may not hold any more, and what was leased may be too much, so it is released
     * before the next call reserves. The corrected units are read from the store.
     */
    public void corrected() {
        exhaustedUntilMillis = Long.MIN_VALUE;
        ceiling = Long.MAX_VALUE;
        knownMillis = Long.MIN_VALUE / 2;
        corrections++;
    }

    /** Returns whether the counter was corrected since the last answer, so that the store must be read before a decision. */
    public boolean isOutdated() {
        return knownCorrections != corrections;
    }

    /** Returns whether the store has answered yet, so that the counter has the units of all nodes. */
    public boolean isKnown() {
        return isKnown;
    }

    public long budget() {
        return budget;
    }

    /** Returns the units that calls can reserve under a ceiling: none of what was leased under a higher one. */
    public long available(long claimed) {
        return claimed >= ceiling && !isOutdated() ? budget : 0;
    }

    public long carried() {
        return carried;
    }

    /** Returns the units that other nodes had leased at the last request. */
    public long others() {
        return others;
    }

    /** Returns whether the slice must be kept: it has units, or an operation that is not complete. */
    public boolean isInUse() {
        return budget > 0 || pending != null || hasUnansweredRequest() || hasUnansweredRelease();
    }

    /** Returns the request or release that is under way, for which another one must wait; null if there is none. */
    @Nullable
    CompletableFuture<Void> pending() {
        return pending;
    }

    /** Returns whether a request must be repeated before anything else, because its outcome is unknown. */
    boolean hasUnansweredRequest() {
        return unansweredRequest != null;
    }

    /** Returns whether a release must be repeated, because its outcome is unknown. */
    boolean hasUnansweredRelease() {
        return unansweredRelease != null;
    }

    /**
     * Returns whether the budget was leased under a higher ceiling than that of a claim, or before a correction, so that it must
     * be released first.
     */
    boolean isAbove(QuotaClaim claim) {
        return budget > 0 && (claim.ceiling() < ceiling || isOutdated());
    }

    /** Returns whether units are leased that no call has reserved for some time. */
    boolean isIdle(long nowMillis, long idleMillis) {
        return budget > 0 && nowMillis - reservedMillis >= idleMillis;
    }

    /** Begins the release of all that is not reserved; null if there is nothing to release. */
    @Nullable
    LeaseRelease beginRelease(LeaseKey key, NodeLeases leases) {
        if (unansweredRelease == null && budget > 0) {
            unansweredRelease = key.release(leases, budget);
            budget = 0;
        }
        pending = unansweredRelease == null ? null : new CompletableFuture<>();
        return unansweredRelease;
    }

    /** Begins a request for a claim: that before, if its outcome is unknown. */
    LeaseRequest beginRequest(LeaseKey key, QuotaClaim claim, NodeLeases leases) {
        pending = new CompletableFuture<>();
        askedCorrections = corrections;
        LeaseRequest request = unansweredRequest;
        if (request == null) {
            long least = Math.max(1, Units.sum(needed(claim), -budget));
            request = key.request(leases, claim, least, size.next(least, leases.nowMillis()));
            unansweredRequest = request;
        }
        return request;
    }

    /** Ends an operation, whose outcome is unknown unless it is noted before. */
    void end() {
        CompletableFuture<Void> ended = pending;
        pending = null;
        isAheadTaken = false;
        if (ended != null) {
            boolean unused = ended.complete(null);
        }
    }

    /** Notes that a release was performed. */
    void released() {
        LeaseRelease done = unansweredRelease;
        if (done != null) {
            leased = Units.sum(leased, -done.units());
            answered = done.operation();
        }
        unansweredRelease = null;
    }

    /** Returns what is leased, for a store that may have lost it; null if nothing ever was. */
    @Nullable
    LeaseState state(LeaseKey key, UsageSource source) {
        return answered == 0
                ? null
                : new LeaseState(source, key.license(), key.counter(), key.window(), leased, answered);
    }

    /** Drops the units that no call has reserved, because the store may have leased them to another node; returns their number. */
    long drop() {
        long dropped = Math.max(0, budget);
        budget -= dropped;
        leased = Units.sum(leased, -dropped);
        return dropped;
    }

    /** Returns whether nothing is leased and no call has reserved units for some time, so that hardly one is in flight. */
    boolean isForgettable(long nowMillis, long idleMillis) {
        return !isInUse() && nowMillis - reservedMillis >= idleMillis;
    }

    /**
     * Notes the result of a request.
     *
     * @return the units used by all nodes as far as known: those in the ledger, and those of this node that are not there yet
     */
    long leased(QuotaLease lease, LeaseRequest request, long nowMillis) {
        unansweredRequest = null;
        boolean isFirst = budget <= 0;
        budget = Units.sum(budget, lease.granted());
        carried = lease.carried();
        leased = lease.leased();
        answered = request.operation();
        QuotaClaim claim = request.claim();
        if (lease.granted() == 0) {
            exhaustedUntilMillis = nowMillis + EXHAUSTED_MILLIS;
            refusedUnits = Units.sum(Math.max(0, budget), claim.units());
            refusedCeiling = claim.ceiling();
        } else {
            exhaustedUntilMillis = Long.MIN_VALUE;
        }
        if (isFirst || lease.granted() > 0) {
            ceiling = claim.ceiling();
        }
        size.leased(nowMillis);
        size.remaining(Units.sum(claim.ceiling(), -Units.sum(lease.used(), Units.sum(lease.held(), lease.others()))));
        reservedMillis = Math.max(reservedMillis, nowMillis);
        return learned(lease, nowMillis);
    }

    /** Begins to read what the store knows; false if it has answered within a second, or an operation is under way. */
    boolean beginRead(long nowMillis) {
        boolean isDue = pending == null
                && nowMillis - knownMillis >= READ_MILLIS
                && !hasUnansweredRequest()
                && !hasUnansweredRelease();
        if (isDue) {
            pending = new CompletableFuture<>();
            askedCorrections = corrections;
        }
        return isDue;
    }

    /** Notes what the store knows, and returns the units used by all nodes as {@link #leased} does. */
    long learned(QuotaLease lease, long nowMillis) {
        knownMillis = nowMillis;
        knownCorrections = askedCorrections;
        isKnown = true;
        others = lease.others();
        return Units.sum(lease.used(), Units.sum(lease.held(), -budget));
    }
}
