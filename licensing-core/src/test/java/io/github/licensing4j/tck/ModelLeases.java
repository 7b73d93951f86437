package io.github.licensing4j.tck;

import io.github.licensing4j.spi.QuotaLease;

/** A reference model of one quota that nodes lease: its units in the ledger and in each lease. */
final class ModelLeases {
    private final long[] leases;
    /** All units that a node has leased and not released, those in the ledger included. */
    private final long[] totals;

    private long ceiling;
    private long used;
    private long highestCeiling;
    private long added;

    ModelLeases(int nodes, long ceiling) {
        this.leases = new long[nodes];
        this.totals = new long[nodes];
        ceiling(ceiling);
    }

    long ceiling() {
        return ceiling;
    }

    void ceiling(long changed) {
        highestCeiling = Math.max(highestCeiling, changed);
        ceiling = changed;
    }

    long used() {
        return used;
    }

    long leased() {
        return others(-1);
    }

    /** Returns the bound of used and leased units: the highest ceiling, corrections, and use beyond leases. */
    long most() {
        return highestCeiling + added;
    }

    /** Returns the units that a node may still use or release. */
    long budget(int node) {
        return Math.max(0, leases[node]);
    }

    private long others(int node) {
        long sum = 0;
        for (int i = 0; i < leases.length; i++) {
            sum += i == node ? 0 : Math.max(0, leases[i]);
        }
        return sum;
    }

    /** Leases a slice and returns the expected result. */
    QuotaLease lease(int node, long units, long wanted) {
        long remaining = ceiling - used - others(node) - leases[node];
        long slice = remaining < units ? 0 : Math.min(wanted, Math.max(units, remaining / 4));
        leases[node] += slice;
        totals[node] += slice;
        return current(node, slice);
    }

    /** Returns the expected result of a repeated request. */
    QuotaLease current(int node, long granted) {
        return new QuotaLease(granted, leases[node], used, others(node), 0, totals[node]);
    }

    void release(int node, long units) {
        leases[node] -= units;
        totals[node] -= units;
    }

    void use(int node, long units) {
        added += Math.max(0, units - budget(node));
        used += units;
        leases[node] -= units;
    }

    void correct(long units) {
        added += Math.max(0, units);
        used += units;
    }

    /** Ends the lease of a node and returns its units. */
    long end(int node) {
        long released = budget(node);
        leases[node] = 0;
        totals[node] = 0;
        return released;
    }
}
