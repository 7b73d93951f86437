package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import java.util.List;

/** What one call holds of the quotas of one license. */
final class CountHold implements QuotaHold {
    private final Counters counters;
    private final List<QuotaClaim> claims;
    private final PeriodCounter[] counts;
    private final long[] used;

    CountHold(Counters counters, List<QuotaClaim> claims, PeriodCounter[] counts, long[] used) {
        this.counters = counters;
        this.claims = claims;
        this.counts = counts;
        this.used = used;
    }

    @Override
    public long used(int claim) {
        return used[claim];
    }

    @Override
    public void settle(long... units) {
        counters.settle(claims, counts, units);
    }
}
