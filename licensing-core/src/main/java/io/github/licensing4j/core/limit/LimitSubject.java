package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.spi.CreditGrant;
import java.util.List;

/**
 * The license, API key and user whose limits apply to a call.
 *
 * @param license whose contract periods count
 * @param beganMillis the start of counting, in epoch milliseconds: nothing is carried from before; {@link Long#MAX_VALUE}
 *     for a token without a stored license, which has no start
 * @param grants its credit grants, those not yet or no longer in force included, in the order in which they are consumed
 * @param key the id of the API key in whose quotas the call counts; empty if there is none
 * @param user the user that the host has authenticated; empty if there is none
 * @param freshMillis the next instant at which all periods of the license begin anew, as at the end of a trial, in epoch
 *     milliseconds; {@link Long#MAX_VALUE} where none is known
 * @param holders the user and device that hold its seats; none where no limit has seats
 */
public record LimitSubject(
        License license,
        long beganMillis,
        List<CreditGrant> grants,
        String key,
        String user,
        long freshMillis,
        SeatHolders holders) {
    public LimitSubject {
        grants = List.copyOf(grants);
    }

    /** Creates the subject of a license whose periods continue. */
    public LimitSubject(License license, long beganMillis, List<CreditGrant> grants, String key, String user) {
        this(license, beganMillis, grants, key, user, Long.MAX_VALUE);
    }

    /** Creates the subject of a license without holders of seats. */
    public LimitSubject(
            License license, long beganMillis, List<CreditGrant> grants, String key, String user, long freshMillis) {
        this(license, beganMillis, grants, key, user, freshMillis, SeatHolders.NONE);
    }

    /** Returns the subject of a license without a start, credits, API key and user. */
    public static LimitSubject of(License license) {
        return new LimitSubject(license, Long.MAX_VALUE, List.of(), "", "");
    }

    /** Returns whether the license has a record. */
    public boolean isStored() {
        return beganMillis != Long.MAX_VALUE;
    }

    /** Returns the same subject with a user. */
    public LimitSubject usedBy(String other) {
        return new LimitSubject(license, beganMillis, grants, key, other, freshMillis, holders);
    }

    /** Returns the same subject with holders of its seats. */
    public LimitSubject heldBy(SeatHolders others) {
        return new LimitSubject(license, beganMillis, grants, key, user, freshMillis, others);
    }

    /** Returns the subject of the counter of a quota. */
    public String subject(Scope of) {
        return switch (of) {
            case CUSTOMER -> license.customer();
            case LICENSE -> "";
            case KEY -> key;
            case USER -> user;
        };
    }

    /** Returns whether another subject has the same counters, periods and grants. */
    @SuppressWarnings("ReferenceEquality") // Most often the same object, and then nothing needs to be compared.
    boolean countsAs(LimitSubject other) {
        return this == other
                || (beganMillis == other.beganMillis
                        && freshMillis == other.freshMillis
                        && key.equals(other.key)
                        && user.equals(other.user)
                        && holders.equals(other.holders)
                        && license.customer().equals(other.license.customer())
                        && license.anchor().equals(other.license.anchor())
                        && license.zone().equals(other.license.zone())
                        && grants.equals(other.grants));
    }
}
