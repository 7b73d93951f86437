package io.github.licensing4j;

import org.jspecify.annotations.Nullable;

/**
 * Limits how many distinct users or devices may use a license at once.
 *
 * @param name the limit's name
 * @param of the holder of a seat
 * @param max 1 or more
 * @param assign how a holder gets a seat
 * @param lease how long a floating seat stays taken after the last call of its holder, counted in the zone of the license; null for seats
 *     that are not {@link Assignment#FLOATING}, which have no end
 * @param coolDown how long a seat that an administrator has released is kept for its last holder before others can take it; null if
 *     it is free at once
 * @param churn how many different holders there may be in a period, null if there is no such bound
 * @param unitPrice the price of one seat for a billing period of the plan, billed for the days on which it is held; null if
 *     seats are not billed
 */
public record SeatsLimit(
        String name,
        Holder of,
        int max,
        Assignment assign,
        @Nullable ContractPeriod lease,
        @Nullable ContractPeriod coolDown,
        @Nullable Churn churn,
        @Nullable Money unitPrice)
        implements Limit {
    public SeatsLimit {
        if (max < 1) {
            throw new IllegalArgumentException("seats '" + name + "' allow 1 or more, got " + max);
        }
        if ((assign == Assignment.FLOATING) == (lease == null)) {
            throw new IllegalArgumentException(
                    "seats '" + name + "' have a lease if they are floating, and none otherwise");
        }
        if (churn != null && churn.max() < max) {
            throw new IllegalArgumentException("seats '" + name + "' allow " + churn.max()
                    + " different holders in a period, fewer than the " + max + " at once");
        }
    }

    /** Creates floating seats that are free at once after their release, for any number of holders over time, and not billed. */
    public SeatsLimit(String name, Holder of, int max, ContractPeriod lease) {
        this(name, of, max, Assignment.FLOATING, lease, null, null, null);
    }

    @Override
    public @Nullable String meter() {
        return null;
    }

    @Override
    public Kind kind() {
        return Kind.SEATS;
    }

    /** The holders of seats. */
    public enum Holder {
        USER,
        DEVICE
    }

    /** The ways in which a holder gets a seat. */
    public enum Assignment {
        /** By a call, for the time of a lease that later calls renew. */
        FLOATING,
        /** By the first call, until an administrator releases the seat. */
        FIRST_USE,
        /** By an administrator only, until an administrator releases the seat. */
        ADMIN
    }

    /**
     * Bounds how many different holders there may be in a period.
     *
     * @param max the most holders that have had a seat at some time in the period, present ones included
     * @param per the contract period, from the anchor of the license
     */
    public record Churn(int max, ContractPeriod per) {}
}
