package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;

/**
 * A request of one node for a slice of a quota. Units are the meter's smallest.
 *
 * @param license the license
 * @param counter the counter
 * @param window the period it counts in
 * @param ceiling the most that may be counted in the period by all nodes together, carried units included
 * @param node the id of the node
 * @param least the units that a waiting call needs; 1 or more
 * @param most the units that the node uses until its lease ends, as it expects; at least {@code least}
 */
public record LeaseRequest(
        LicenseId license, CounterId counter, QuotaWindow window, long ceiling, String node, long least, long most) {
    /** Part of the remaining units that one slice takes at most, so that slices shrink towards the end of a quota. */
    private static final long SHARE = 4;

    public LeaseRequest {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("expected 1 or more units, and at most as many as expected, got least="
                    + least + " and most=" + most);
        }
    }

    /**
     * Returns the units to lend: a quarter of the remaining ones, but no less than a call needs and no more than the node
     * uses; 0 if the call does not fit.
     *
     * @param remaining the units that are neither counted nor lent
     */
    public long slice(long remaining) {
        return remaining < least ? 0 : Math.min(most, Math.max(least, remaining / SHARE));
    }
}
