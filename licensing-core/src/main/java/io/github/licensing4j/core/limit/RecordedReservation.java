package io.github.licensing4j.core.limit;

import io.github.licensing4j.spi.CallHold;

/**
 * Holds claims of which an ended call is recorded with what it counted. One store at most has such calls.
 *
 * @param <A> the account of the store
 * @param <H> what a call holds of the store
 */
public interface RecordedReservation<A, H extends CallHold> extends StoreReservation<A, H> {

    /**
     * Returns the units that an ended call is recorded with: of each quota of the request, then of each of its grants.
     *
     * @param units the used units of each charge
     */
    long[] counted(H hold, ReservationRequest requested, long[] units);
}
