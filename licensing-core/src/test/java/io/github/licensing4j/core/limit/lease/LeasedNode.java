package io.github.licensing4j.core.limit.lease;

import org.jspecify.annotations.Nullable;

/** Counts the calls of one node into slices of one quota. It has a clock of its own. */
final class LeasedNode {
    private final QuotaLeaseStore store;
    private final LeaseRequest request;
    private @Nullable QuotaLease lease;
    private long endMillis;
    private long used;
    private long counted;

    LeasedNode(QuotaLeaseStore store, LeaseRequest request) {
        this.store = store;
        this.request = request;
    }

    /** Counts a call of one unit. Returns whether the quota has it. */
    boolean call(long nowMillis) {
        if (lease == null || nowMillis >= endMillis || used == lease.units()) {
            settle();
            if (!(store.lease(request, nowMillis) instanceof QuotaLease lent)) {
                return false;
            }
            lease = lent;
            endMillis = nowMillis + lent.millis();
        }
        used++;
        counted++;
        return true;
    }

    /** Returns the slice. */
    void settle() {
        if (lease != null) {
            store.settle(lease, used);
            lease = null;
            used = 0;
        }
    }

    /** Returns the slice of a node that died, with the usage in its journal. */
    void adopt(LeasedNode dead) {
        dead.settle();
    }

    /** Returns the calls counted by this node so far. */
    long counted() {
        return counted;
    }
}
