package io.github.licensing4j.core;

import io.github.licensing4j.Refusal;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.CallerSeats;
import io.github.licensing4j.admin.Seats.SeatView;
import io.github.licensing4j.core.admin.CallerSeatRelease;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The seats of one caller, requested without a call. */
final class RequestedSeats implements CallerSeats {
    private final LicensedCaller caller;
    private final OwnRequests requests;
    private final Optional<CallerSeatRelease> release;

    /** @param release empty where licenses are not stored, or this library does not know the credential */
    RequestedSeats(LicensedCaller caller, OwnRequests requests, Optional<CallerSeatRelease> release) {
        this.caller = caller;
        this.requests = requests;
        this.release = release;
    }

    @Override
    public Optional<Refusal> renew() {
        return requests.renew(caller);
    }

    @Override
    public SeatView release(@Nullable String limit, AdminContext by) {
        return release.orElseThrow(CallerSeatRelease::notStored).release(limit, by);
    }
}
