package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;

/**
 * A request of one node for a slice of a quota. Units are the meter's smallest.
 *
 * @param source the start of the node
 * @param license the license
 * @param claim the counter and window with its ceiling and carried units, and the least units that are useful
 * @param most the most units that the node can use soon; at least those of the claim
 * @param operation the number of this request or release among those of this source for this counter and window, from 1
 */
public record LeaseRequest(UsageSource source, LicenseId license, QuotaClaim claim, long most, long operation) {
    /** The part of the remaining units that one slice takes at most, so that slices shrink towards the end of a quota. */
    private static final long PART = 4;

    public LeaseRequest {
        if (claim.units() < 1 || most < claim.units()) {
            throw new IllegalArgumentException(
                    "expected a claim of 1 or more units, and at most as many as the node can use," + " got "
                            + claim.units() + " of " + most);
        }
    }

    /**
     * Returns the units to lease: a quarter of the remaining ones, but no less than the claim and no more than the node can use;
     * 0 if the claim does not fit.
     *
     * @param remaining the units that are neither counted nor leased
     */
    public long slice(long remaining) {
        return remaining < claim.units() ? 0 : Math.min(most, Math.max(claim.units(), remaining / PART));
    }
}
