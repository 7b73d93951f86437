package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit.Kind;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.core.limit.credits.CreditBook;
import io.github.licensing4j.core.limit.credits.CreditCounter;
import io.github.licensing4j.core.limit.credits.CreditPool;
import io.github.licensing4j.core.limit.lease.LeaseKey;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.core.limit.lease.Slice;
import io.github.licensing4j.core.limit.lease.SliceHolder;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.CreditsClaim.Grant;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leases what a call needs where nodes share quotas. No lock is held while the store is used; for each counter one thread uses
 * it, and the others wait for that one.
 */
record SliceLoader(LicenseId license, CounterLevels counterLevels, NodeLeases leases) {

    /** Leases units for every claim that needs some; false if there is no room for one of the counters. */
    boolean load(List<QuotaClaim> quotas) {
        for (QuotaClaim claim : quotas) {
            SliceHolder holder = open(claim);
            if (holder == null) {
                return false;
            }
            try {
                lease(claim, holder);
            } catch (StoreException e) {
                if (!leases.grantsBeyond(OutageStatus.Kind.QUOTA)) {
                    throw e;
                }
            }
        }
        return true;
    }

    private void lease(QuotaClaim claim, SliceHolder holder) {
        CounterStart start = CounterLevels.start(claim, claim.window());
        if (start == null || includes(claim, start)) {
            boolean unused = holder.lease(claim);
        } else {
            leaseAfter(start, claim, holder);
        }
    }

    private void leaseAfter(CounterStart start, QuotaClaim claim, SliceHolder holder) {
        include(start);
        holder.restart();
        boolean unused = holder.lease(claim);
        started(claim, start);
    }

    private void include(CounterStart start) {
        boolean unused = leases.read(() -> {
            counterLevels.license().memory().initialCounts().include(start);
            return true;
        });
    }

    private boolean includes(QuotaClaim claim, CounterStart start) {
        Counters counters = counterLevels.of(claim.counter());
        synchronized (counters) {
            PeriodCounter latest = CounterLevels.quota(counters, claim.counter());
            return latest != null && latest.in(claim.window()).includes(start);
        }
    }

    /** Notes that the store has counted what was used before the counter started. */
    private void started(QuotaClaim claim, CounterStart start) {
        Counters counters = counterLevels.of(claim.counter());
        synchronized (counters) {
            PeriodCounter latest = CounterLevels.quota(counters, claim.counter());
            if (latest != null) {
                latest.in(claim.window()).started(start);
            }
        }
    }

    /** Leases units of the grants of a claim, in their order, until they suffice or the store has no more of any. */
    void load(CreditsClaim claim, long nowMillis) {
        for (Grant grant : claim.grants()) {
            CreditCounter counter = grant(grant);
            SliceHolder holder = counter == null ? null : holder(counter);
            if (counter == null || holder == null) {
                continue;
            }
            try {
                lease(claim, counter, holder, nowMillis);
            } catch (StoreException e) {
                if (!leases.grantsBeyond(OutageStatus.Kind.CREDITS)) {
                    throw e;
                }
            }
        }
    }

    private void lease(CreditsClaim claim, CreditCounter counter, SliceHolder holder, long nowMillis) {
        QuotaClaim more = more(claim, counter, nowMillis);
        while (more != null && holder.lease(more)) {
            more = more(claim, counter, nowMillis);
        }
    }

    private @Nullable CreditCounter grant(Grant grant) {
        Counters counters = counterLevels.license();
        synchronized (counters) {
            return CreditBook.of(counters).find(grant.counter());
        }
    }

    /** Returns the claim of a unit more of a grant; null if what this node has of all grants suffices. */
    private @Nullable QuotaClaim more(CreditsClaim claim, CreditCounter counter, long nowMillis) {
        Counters counters = counterLevels.license();
        synchronized (counters) {
            CreditPool pool = CreditBook.of(counters).pool(claim, nowMillis);
            Slice slice = counter.slice();
            boolean isEnough = pool != null && pool.available() >= Math.max(1, claim.units());
            return pool == null || slice == null || (isEnough && !slice.isOutdated())
                    ? null
                    : CreditPool.more(counter, slice);
        }
    }

    /** Leases more for every counter of which little is left. */
    void ahead(List<QuotaClaim> quotas) {
        for (QuotaClaim claim : quotas) {
            SliceHolder holder = open(claim);
            if (holder != null) {
                holder.leaseAhead(claim);
            }
        }
    }

    /** Reads what other nodes have used of a counter. */
    void refresh(CounterId id, QuotaWindow window) {
        SliceHolder holder = known(id, window);
        if (holder != null) {
            holder.refresh(new QuotaClaim(id, window, 0, 0));
        }
    }

    private @Nullable SliceHolder known(CounterId id, QuotaWindow window) {
        Counters counters = counterLevels.license();
        synchronized (counters) {
            if (id.kind() == Kind.CREDITS) {
                CreditCounter grant = CreditBook.of(counters).find(id);
                return grant == null ? null : holder(grant);
            }
            PeriodCounter latest = CounterLevels.quota(counters, id);
            PeriodCounter counter = latest == null ? null : latest.of(window);
            return counter == null || counter.slice == null ? null : holder(counters, counter);
        }
    }

    private @Nullable SliceHolder holder(CreditCounter grant) {
        Slice slice = grant.slice();
        LeaseKey key = new LeaseKey(license, grant.id(), CreditsClaim.EVER);
        return slice == null ? null : new SliceHolder(key, slice, counterLevels.license(), grant::learn, leases);
    }

    /** Returns the slice of a claim, null if its counter was evicted or has no room. */
    private @Nullable SliceHolder open(QuotaClaim claim) {
        Counters counters = counterLevels.of(claim.counter());
        synchronized (counters) {
            PeriodCounter latest = CounterLevels.quota(counters, claim.counter());
            PeriodCounter counter = latest == null || latest.isBefore(claim.window())
                    ? CounterLevels.put(
                            counters,
                            CounterLevels.next(latest, claim.counter(), claim.window(), 0),
                            leases.nowMillis())
                    : latest.in(claim.window());
            return counter == null ? null : holder(counters, counter);
        }
    }

    private SliceHolder holder(Counters counters, PeriodCounter counter) {
        Slice slice = counter.slice;
        if (slice == null) {
            slice = new Slice();
            counter.share(slice);
        }
        LeaseKey key = new LeaseKey(license, counter.id(), counter.window());
        return new SliceHolder(key, slice, counters, counter::learn, leases);
    }
}
