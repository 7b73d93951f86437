package io.github.licensing4j.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit.Holder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Manages who holds the seats of licenses. The limits are those of the terms that are in force. */
public interface Seats {

    /**
     * Returns the seats of a license that others cannot take: those that are held, and those that were released and are in their cool-down.
     *
     * @param cursor where the page before ended, null for the first
     * @param max how many at most, 1 to 1,000
     */
    Page<SeatView> list(String licenseId, @Nullable String cursor, int max);

    /**
     * Assigns a seat to a holder. A floating seat begins its lease. A seat that the holder has already stays as it is.
     *
     * @throws InvalidFieldException if the license has no such limit, or the request does not name one of several
     * @throws ConflictException if no seat is free, as many different holders as allowed had one, or the license has ended
     */
    SeatView assign(String licenseId, SeatRequest request, AdminContext by);

    /**
     * Releases the seat of a holder. Others can take it after the cool-down of the limit; a call of the holder takes it again where calls
     * do.
     *
     * @throws InvalidFieldException if the license has no such limit, or the request does not name one of several
     * @throws NotFoundException if the holder has no seat
     */
    SeatView release(String licenseId, SeatRequest request, AdminContext by);

    /**
     * Names a seat.
     *
     * @param limit the limit, null for the only limit of seats of the license
     * @param holder the user or device; 1 to 200 characters
     */
    record SeatRequest(@Nullable String limit, String holder) {}

    /**
     * A seat of one holder.
     *
     * @param license the id of its license
     * @param limit the name of its limit, or the first name it had if the present terms do not have it
     * @param of the kind of its holder
     * @param holder the user or device
     * @param takenAt when it was taken or assigned
     * @param freeAt when others can take it, the end of its lease or cool-down; null if it has no end
     * @param releasedAt when it was released, null while it is held
     */
    record SeatView(
            String license,
            String limit,
            Holder of,
            String holder,
            Instant takenAt,
            @Nullable Instant freeAt,
            @Nullable Instant releasedAt) {}
}
