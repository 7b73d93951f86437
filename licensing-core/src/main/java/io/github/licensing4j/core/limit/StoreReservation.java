package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.CallHold;
import io.github.licensing4j.spi.HoldResult;

/**
 * Holds the claims of all rules of a plan that one store counts, by one call to the store. Immutable, and shared by all licenses on
 * the same terms.
 *
 * @param <A> the account of the store
 * @param <H> what a call holds of the store
 */
public interface StoreReservation<A, H extends CallHold> {

    /** Holds all claims, or none. */
    HoldResult reserve(A account, ReservationRequest requested, long nowMillis);

    /**
     * Reads what the store has counted, before the state of its limits is shown without a call. Default: does nothing, because the account
     * is up to date.
     */
    default void refresh(ReservationRequest requested, long nowMillis) {}

    /** Returns the limit that refused. Called with results that are neither a hold nor unavailable. */
    LimitRefusal refusal(HoldResult result, ReservationRequest requested);

    /**
     * Ends the call.
     *
     * @param counted what it was recorded with
     */
    void settle(H hold, ReservationRequest requested, long[] counted);
}
