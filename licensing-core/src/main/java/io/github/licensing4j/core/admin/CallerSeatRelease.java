package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.core.admin.ManagedSeats.Owner;
import io.github.licensing4j.core.limit.SeatHolders;
import org.jspecify.annotations.Nullable;

/** Releases the seats of a caller itself. */
public final class CallerSeatRelease {
    private final CallerCredential credential;
    private final SeatHolders holders;
    private final LicenseFinder finder;
    private final ManagedSeats seats;

    /** @param holders the user and device of the caller */
    CallerSeatRelease(CallerCredential credential, SeatHolders holders, LicenseFinder finder, ManagedSeats seats) {
        this.credential = credential;
        this.holders = holders;
        this.finder = finder;
        this.seats = seats;
    }

    /** Returns the refusal for a caller whose license is not stored here. */
    public static ConflictException notStored() {
        return new ConflictException(
                Kind.STATE, "the license is not stored here, and so its seats end with their leases");
    }

    /** Releases a seat as {@link io.github.licensing4j.admin.CallerSeats#release} does. */
    public SeatView release(@Nullable String limit, AdminContext by) {
        LicenseId license = credential.caller().license();
        if (!finder.isStored(license)) {
            throw notStored();
        }
        AdminContext named = new AdminContext("caller/" + credential.caller().id(), by.reason(), by.request());
        return seats.release(new Owner(license.value(), holders, credential::recheck), limit, named);
    }
}
