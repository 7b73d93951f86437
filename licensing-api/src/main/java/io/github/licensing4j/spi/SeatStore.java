package io.github.licensing4j.spi;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores who holds the seats of licenses, for all nodes that share the store. Instants are by the clock of the engine, in whole
 * milliseconds. Safe for use by many threads and nodes.
 *
 * <p>A node caches the seats that its callers hold and renews them in the background, so that a call waits for the store only when its
 * holder is new to the node. Every method may throw {@link StoreException}, and must not wait without a bound; it has no effect then, or an
 * unknown one.
 */
public interface SeatStore {

    /**
     * Takes or renews a seat under each claim, or changes nothing, in one atomic step: of several threads and nodes that take the last
     * free seat, one gets it.
     *
     * <p>A holder that has a seat always renews it, even where more seats are taken than a lowered maximum allows. Its end is then the
     * later one of its own and that of the claim; a seat without an end gets that of the claim. Every other holder gets a seat if fewer
     * than the maximum are taken by others, and fewer than the bound of different holders had one; the last holder of a seat in its
     * cool-down needs no other one.
     *
     * @param claims at most one for each counter
     */
    SeatResult take(LicenseId license, List<SeatClaim> claims, Instant at);

    /**
     * Releases the seat that a holder has.
     *
     * @return the released seat, empty if the holder had none
     */
    Optional<Seat> release(LicenseId license, SeatRelease release, Instant at);

    /**
     * Returns the seats under a limit, as one holder sees them.
     *
     * @param holder the holder, empty text for none
     */
    SeatLevel level(LicenseId license, SeatCounter counter, String holder, Instant at);

    /**
     * Returns the seats of a license that others cannot take, those in their cool-down included, ordered by limit, kind of holder and holder.
     *
     * @param cursor the end of the page before, null for the first page
     * @param max the most seats to return, 1 or more
     * @throws IllegalArgumentException if it is not a cursor of this list
     */
    Page<Seat> seats(LicenseId license, @Nullable String cursor, int max, Instant at);

    /**
     * Returns who had seats of a license in a window, ordered by limit, kind of holder, holder and time. Seats that have ended are
     * included for at least {@link SeatHolding#KEPT}; a seat in its cool-down is not held.
     *
     * @param cursor the end of the page before, null for the first page
     * @param max the most holdings to return, 1 or more
     * @throws IllegalArgumentException if it is not a cursor of this list
     */
    Page<SeatHolding> holdings(LicenseId license, SeatHolding.Window window, @Nullable String cursor, int max);
}
