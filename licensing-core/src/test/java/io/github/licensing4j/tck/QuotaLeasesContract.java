package io.github.licensing4j.tck;

/** The contract of every implementation of quota leases, with two nodes that share a store. */
public abstract class QuotaLeasesContract extends OpenedStore
        implements QuotaLeaseContract, LeasedQuotaContract, LeaseRaceContract, LeaseModelContract {}
