package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.HashMap;
import java.util.Map;

/** Lends slices of quotas to nodes in one process, which shows that the contract can be met. */
final class InMemoryQuotaLeases implements QuotaLeaseStore {
    private static final long MILLIS = 10_000;

    private final Map<Quota, Long> used = new HashMap<>();
    private final Map<String, Lent> lent = new HashMap<>();
    private int last;

    private record Quota(LicenseId license, CounterId counter, QuotaWindow window) {
        static Quota of(LeaseRequest request) {
            return new Quota(request.license(), request.counter(), request.window());
        }
    }

    private record Lent(QuotaLease lease, long endMillis) {}

    @Override
    public synchronized LeaseResult lease(LeaseRequest request, long nowMillis) {
        long counted = used.getOrDefault(Quota.of(request), 0L);
        long open = open(Quota.of(request), Long.MAX_VALUE);
        long units = request.slice(request.ceiling() - counted - open);
        if (units == 0) {
            return new LeaseResult.Exhausted(counted, open);
        }
        QuotaLease lease = new QuotaLease("lease_" + ++last, request, units, MILLIS);
        lent.put(lease.id(), new Lent(lease, nowMillis + MILLIS));
        return lease;
    }

    /** Returns the units of slices whose leases end at an instant or before. */
    private long open(Quota quota, long untilMillis) {
        return lent.values().stream()
                .filter(one -> Quota.of(one.lease().request()).equals(quota) && one.endMillis() <= untilMillis)
                .mapToLong(one -> one.lease().units())
                .sum();
    }

    @Override
    public synchronized void settle(QuotaLease lease, long units) {
        if (lent.remove(lease.id()) != null) {
            used.merge(Quota.of(lease.request()), units, Long::sum);
        }
    }

    @Override
    public synchronized long used(LicenseId license, CounterId counter, QuotaWindow window) {
        return used.getOrDefault(new Quota(license, counter, window), 0L);
    }

    @Override
    public synchronized long stranded(LicenseId license, CounterId counter, QuotaWindow window, long nowMillis) {
        return open(new Quota(license, counter, window), nowMillis);
    }
}
