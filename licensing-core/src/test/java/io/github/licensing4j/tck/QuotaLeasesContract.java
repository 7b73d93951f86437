package io.github.licensing4j.tck;

/** The contract of every implementation of quota leases, with two nodes that share a store. */
public interface QuotaLeasesContract
        extends QuotaLeaseContract, LeasedQuotaContract, LeaseRaceContract, LeaseModelContract, LeaseTimelineContract {}
