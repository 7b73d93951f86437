package io.github.licensing4j.admin;

import io.github.licensing4j.Refusal;
import io.github.licensing4j.admin.Seats.SeatView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Manages the seats of a caller itself. The caller never learns of other holders. */
public interface CallerSeats {

    /**
     * Takes the seats that the next call of the caller would take, or renews those that it has, without a call: nothing is counted or
     * charged. Limits with a condition are left out, because they depend on the call.
     *
     * @return the refusal that a call would get: seat-limit-reached or enforcement-unavailable; empty if the caller has its seats
     */
    Optional<Refusal> renew();

    /**
     * Releases the seat of the caller. Others can take it after the cool-down of the limit; the next call of the caller takes one again.
     * The credential of the caller is checked again in the transaction that stores the release.
     *
     * @param limit the name of the limit, null for the only limit of seats of the license
     * @throws InvalidFieldException if the license has no such limit, or several and none is named
     * @throws NotFoundException if the caller has no seat
     * @throws ConflictException if administrators assign its seats, or the license is not stored here
     * @throws CredentialRefusedException if the credential is no longer valid
     */
    SeatView release(@Nullable String limit, AdminContext by);
}
