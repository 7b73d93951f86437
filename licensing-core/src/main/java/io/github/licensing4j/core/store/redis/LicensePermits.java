package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.RateClaim;
import io.github.licensing4j.spi.RateLimitState;
import io.github.licensing4j.spi.RateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The slices of one license behind one lock, which is this object's monitor. Nothing under the lock waits or calls out. */
final class LicensePermits {
    /** The result if a slice has too few permits; nothing was taken. */
    static final RateResult MISSING = new HoldResult.Unavailable("missing");

    /** The result of an evicted object: nothing was taken, and the permits of the license must be found again. */
    static final RateResult EVICTED = new HoldResult.Unavailable("evicted");

    private final LicenseId license;
    private final RedisRates rates;
    private final List<PermitSlice> slices = new ArrayList<>(2);
    private volatile boolean evicted;
    /** True while the store will look for permits to return. */
    private boolean queued;

    private long usedNanos;

    LicensePermits(LicenseId license, RedisRates rates) {
        this.license = license;
        this.rates = rates;
    }

    /** Takes the permits of every claim out of the slices, or of none. */
    RateResult take(List<RateClaim> claims, long now, long nowMillis) {
        SliceHold hold;
        PermitFetch ahead = null;
        synchronized (this) {
            if (evicted) {
                return EVICTED;
            }
            usedNanos = now;
            RateResult refusal = refusal(claims, now, nowMillis);
            if (refusal != null) {
                return refusal;
            }
            long server = rates.clock().at(now);
            hold = new SliceHold(this, claims);
            for (int i = 0; i < claims.size(); i++) {
                PermitSlice slice = known(claims.get(i));
                slice.consume(claims.get(i).permits());
                hold.see(i, slice.remaining(server), slice.fullAt(server, nowMillis));
                ahead = ahead == null ? slice.ahead(server, now) : ahead;
            }
        }
        if (ahead != null) {
            rates.send(this, ahead);
        }
        return hold;
    }

    private @Nullable RateResult refusal(List<RateClaim> claims, long now, long nowMillis) {
        boolean isMissing = false;
        for (int i = 0; i < claims.size(); i++) {
            RateClaim claim = claims.get(i);
            PermitSlice slice = current(claim, now);
            long missing = slice.missing(claim.permits());
            if (missing > 0
                    && (Math.max(1, claim.permits()) > PermitSlice.smallestBurst(claim.limit())
                            || slice.isExhausted(missing, now))) {
                return exceeded(i, claim, now, nowMillis);
            }
            isMissing |= missing > 0;
        }
        return isMissing ? MISSING : null;
    }

    private RateResult.RateExceeded exceeded(int index, RateClaim claim, long now, long nowMillis) {
        PermitSlice slice = current(claim, now);
        long server = rates.clock().at(now);
        long fitsAt = slice.fitsAt(claim.permits(), server, nowMillis);
        return new RateResult.RateExceeded(index, slice.state(server, nowMillis), Math.max(fitsAt, nowMillis + 1));
    }

    /** A caller that waits for a fetch. */
    record Wait(PermitFetch fetch, long missing, boolean isNew) {}

    /** Returns the fetch to wait for, null if no slice has too few permits or one is known to be exhausted. */
    synchronized @Nullable Wait await(List<RateClaim> claims, long now) {
        for (RateClaim claim : claims) {
            PermitSlice slice = current(claim, now);
            long missing = slice.missing(claim.permits());
            if (missing > 0 && !slice.isExhausted(missing, now)) {
                boolean isNew = !slice.isFetching();
                return new Wait(slice.await(missing, rates.clock().at(now), now), missing, isNew);
            }
        }
        return null;
    }

    synchronized void waited(Wait wait) {
        wait.fetch().slice().waited(wait.missing());
    }

    /** Returns the fetch that reads the bucket of a claim, null if it was read lately. */
    synchronized @Nullable Wait awaitReading(RateClaim claim, long now) {
        PermitSlice slice = current(claim, now);
        if (!slice.isStale(now)) {
            return null;
        }
        boolean isNew = !slice.isFetching();
        // Only the first reader waits for a newer state, unless there is none at all.
        return isNew || !slice.isRead() ? new Wait(slice.read(), 0, isNew) : null;
    }

    /** Takes over the result of a fetch. Returns a smaller one that is to be sent next, null if this one is done. */
    @Nullable
    PermitFetch received(PermitFetch fetch, BucketReading reading, long now) {
        synchronized (this) {
            PermitFetch next = fetch.slice().received(fetch, reading, now);
            queue();
            return next;
        }
    }

    synchronized void ended(PermitFetch fetch) {
        fetch.slice().ended(fetch);
    }

    synchronized void forgetExhaustion() {
        slices.forEach(PermitSlice::forgetExhaustion);
    }

    synchronized void putBack(List<RateClaim> claims) {
        for (RateClaim claim : claims) {
            known(claim).putBack(claim.permits());
        }
        queue();
    }

    private void queue() {
        if (!queued) {
            queued = true;
            rates.queue(this);
        }
    }

    /** Takes out the permits that are to be returned. */
    synchronized List<Returned> takeUnused(ToLongFunction<PermitSlice> unused) {
        queued = false;
        List<Returned> returned = new ArrayList<>();
        for (PermitSlice slice : slices) {
            long permits = unused.applyAsLong(slice);
            if (permits > 0) {
                returned.add(new Returned(slice, permits));
            }
        }
        if (slices.stream().anyMatch(PermitSlice::isHolding)) {
            queue();
        }
        return returned;
    }

    /** Permits of a slice that go back to its bucket. */
    record Returned(PermitSlice slice, long permits) {}

    /** Evicts the object unless it was used since an instant or has permits. */
    synchronized boolean evict(long idleSince) {
        evicted = evicted || (usedNanos - idleSince < 0 && slices.stream().allMatch(PermitSlice::isIdle));
        return evicted;
    }

    synchronized RateLimitState state(RateClaim claim, long now, long nowMillis) {
        return current(claim, now).state(rates.clock().at(now), nowMillis);
    }

    /** Returns whether a claim would fit if its bands replaced those of the slice. */
    synchronized boolean wouldFit(RateClaim claim, long now) {
        PermitSlice slice = find(claim);
        return slice == null
                ? PermitSlice.smallestBurst(claim.limit()) >= claim.permits()
                : slice.wouldFit(claim.limit(), claim.permits(), rates.clock().at(now));
    }

    synchronized long fitsAt(RateClaim claim, long now, long nowMillis) {
        return current(claim, now).fitsAt(claim.permits(), rates.clock().at(now), nowMillis);
    }

    boolean isEvicted() {
        return evicted;
    }

    private PermitSlice current(RateClaim claim, long now) {
        PermitSlice found = find(claim);
        if (found == null) {
            found = rates.slice(license, claim, now);
            slices.add(found);
        } else {
            rates.use(found, claim, now);
        }
        return found;
    }

    private PermitSlice known(RateClaim claim) {
        return Objects.requireNonNull(find(claim), "no slice of this limit");
    }

    @SuppressWarnings("ReferenceEquality") // Names of one limit set are most often the same object.
    private @Nullable PermitSlice find(RateClaim claim) {
        for (int i = 0; i < slices.size(); i++) {
            PermitSlice slice = slices.get(i);
            if (slice.id() == claim.counter() || slice.id().equals(claim.counter())) {
                return slice;
            }
        }
        return null;
    }
}
