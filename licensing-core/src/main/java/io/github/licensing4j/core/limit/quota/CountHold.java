package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.core.limit.credits.CreditHold;
import io.github.licensing4j.core.limit.lease.NodeLeases;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the units of one call: of the quotas and credits of one license, and of the quotas of its customer. */
final class CountHold implements QuotaHold {
    private final Counters license;
    private final @Nullable Counters customer;
    private final List<QuotaClaim> quotas;
    private final PeriodCounter[] counts;
    private final CreditHold[] credits;
    /** The units counted in each quota, this call included. */
    private final long[] used;
    /** True if little is left of what this node has leased of a quota. */
    boolean isLow;
    /** The units carried into each quota, null where none are. */
    private long @Nullable [] carried;

    CountHold(Counters license, @Nullable Counters customer, List<QuotaClaim> quotas, List<CreditsClaim> credits) {
        this.license = license;
        this.customer = customer;
        this.quotas = quotas;
        this.counts = new PeriodCounter[quotas.size()];
        this.credits = credits.isEmpty() ? CreditHold.NONE : new CreditHold[credits.size()];
        this.used = new long[counts.length];
    }

    /** Returns what this node has leased. */
    NodeLeases leases() {
        return license.memory().leases();
    }

    List<QuotaClaim> quotas() {
        return quotas;
    }

    /** Notes what was held of a quota. */
    void hold(int claim, PeriodCounter counter, long carriedUnits) {
        counts[claim] = counter;
        used[claim] = counter.used();
        if (carriedUnits > 0) {
            long[] all = carried == null ? new long[counts.length] : carried;
            all[claim] = carriedUnits;
            carried = all;
        }
    }

    void low(boolean isLittleLeft) {
        isLow |= isLittleLeft;
    }

    /** Notes what was held of credits. */
    void hold(int claim, CreditHold held) {
        credits[claim] = held;
    }

    /** Releases what the first quota claims and the first credits claims hold. The locks are held. */
    void release(int heldQuotas, int heldCredits) {
        for (int i = 0; i < heldQuotas; i++) {
            counts[i].release(quotas.get(i).units());
        }
        for (int i = 0; i < heldCredits; i++) {
            credits[i].settle(0);
        }
    }

    @Override
    public long used(int claim) {
        return used[claim];
    }

    @Override
    public long carried(int claim) {
        return carried == null ? 0 : carried[claim];
    }

    @Override
    public long consumed(int claim) {
        return credits[claim].used();
    }

    @Override
    public long balance(int claim) {
        return credits[claim].balance();
    }

    @Override
    public long[] consume(int claim, long units) {
        synchronized (license) {
            return credits[claim].consume(units);
        }
    }

    @Override
    public void settle(long... units) {
        if (customer == null) {
            synchronized (license) {
                settleLocked(units);
            }
            return;
        }
        synchronized (customer) {
            synchronized (license) {
                settleLocked(units);
                customer.closed();
            }
        }
    }

    @Override
    public void release() {
        settle(new long[counts.length]);
    }

    private void settleLocked(long[] units) {
        int begun = license.shipments().begun();
        for (int i = 0; i < counts.length; i++) {
            counts[i].settle(quotas.get(i).units(), units[i], begun);
        }
        for (CreditHold credit : credits) {
            credit.settle(begun);
        }
        license.closed();
    }
}
