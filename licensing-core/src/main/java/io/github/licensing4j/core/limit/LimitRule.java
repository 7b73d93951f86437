package io.github.licensing4j.core.limit;

import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.spi.CallHold;
import io.github.licensing4j.spi.CounterIncrement;
import java.util.List;

/**
 * Enforces one limit of a plan. Each kind of limit has one implementation, in the package of the kind. Immutable, and shared by all
 * licenses on the same terms.
 *
 * @param <A> the account of the store that counts the limit
 * @param <H> what a call holds of that store
 */
public interface LimitRule<A, H extends CallHold> {
    /** A limit that lets the call through now. */
    long NOW = Long.MIN_VALUE;

    /** A limit that never lets the call through, however long the caller waits. */
    long NEVER = Long.MAX_VALUE;

    /** Returns the enforced limit. */
    Limit limit();

    /** Returns the type of the store that holds its claims. Rules of the same store are held by one {@link StoreReservation}. */
    Class<?> store();

    /** Returns the same rule for calls that charge its meter. */
    LimitRule<A, H> charging(RuleCharge charge);

    /** Adds the claim of one license, if that depends on its periods or grants. Default: adds none. */
    default void claim(ReservationRequestBuilder claims) {}

    /** Returns the status of the limit right after a call was held, this call counted. */
    LimitStatus held(H hold, ReservationRequest requested);

    /** Returns the current status of the limit. Takes nothing. */
    LimitStatus status(A account, ReservationRequest requested, long nowMillis);

    /** Returns whether a call of a license would fit if this rule replaced its own one, with everything used so far still counted. */
    boolean wouldFit(A account, ReservationRequest requested, long nowMillis);

    /** Returns when the call fits if nothing more is used, in epoch milliseconds, {@link #NOW} or {@link #NEVER}. */
    long fitsAt(A account, ReservationRequest requested, long nowMillis);

    /** Returns the notices that a status requires, such as {@code quota-80}. Default: none. */
    default List<String> notices(LimitStatus status) {
        return List.of();
    }

    /** Returns whether the limit counts each of these holders by itself. Default: false. */
    default boolean counts(Scope scope) {
        return false;
    }

    /** Returns whether the limit needs the user or device of each call, see {@link LimitSubject#holders}. Default: false. */
    default boolean needsHolders() {
        return false;
    }

    /** Returns the counters that usage of a meter without a call is added to. Default: none. */
    default List<CounterIncrement> increments(LimitSubject limitSubject, UsageOutsideCalls usage) {
        return List.of();
    }
}
