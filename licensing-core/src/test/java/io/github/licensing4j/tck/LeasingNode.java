package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.counting;
import static io.github.licensing4j.tck.SampleUsage.monthly;

import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LeaseRelease;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One start of a node that leases a quota and counts into it. For use by one thread. */
final class LeasingNode {
    final UsageSource source;
    private final Store store;
    private @Nullable LeaseRequest request;
    private @Nullable LeaseRelease release;
    private long operation;
    private long entries;

    LeasingNode(Store store, String name) {
        this(store, new UsageSource(name, 1));
    }

    LeasingNode(Store store, UsageSource source) {
        this.store = store;
        this.source = source;
    }

    static QuotaClaim claim(long ceiling, long units) {
        return new QuotaClaim(MONTHLY, MARCH, ceiling, units);
    }

    QuotaLease lease(QuotaClaim claim, long most) {
        return lease(new LeaseRequest(source, LICENSE, claim, most, ++operation));
    }

    QuotaLease lease(long ceiling, long units) {
        return lease(claim(ceiling, units), units);
    }

    QuotaLease lease(LeaseRequest other) {
        request = other;
        return store.leases().lease(other);
    }

    /** Repeats the last request with its operation number. */
    QuotaLease repeatLease() {
        return store.leases().lease(Objects.requireNonNull(request));
    }

    void release(long units) {
        release = new LeaseRelease(source, LICENSE, MONTHLY, MARCH, units, ++operation);
        store.leases().release(release);
    }

    void repeatRelease() {
        store.leases().release(Objects.requireNonNull(release));
    }

    /** Adds a batch with units of the quota. */
    void use(long units) {
        use(monthly(units));
    }

    void use(CounterIncrement... counters) {
        boolean added = store.usage().commit(counting(source, entries, entries + 1, counters));
        if (!added) {
            throw new AssertionError("the batch was in the ledger already");
        }
        entries++;
    }
}
