package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Identified;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.admin.CallerSeats;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.admin.CallerRoutes.CallerRequest;
import io.github.licensing4j.servlet.admin.SeatJson.OwnSeatReleaseJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of a caller's own seats. */
final class CallerSeatRoutes {
    private final LicenseManagement licenses;
    private final LicensingInfo info;
    private final LicensingFilter filter;

    CallerSeatRoutes(LicenseManagement licenses, LicensingInfo info, LicensingFilter filter) {
        this.licenses = licenses;
        this.info = info;
        this.filter = filter;
    }

    /** Takes or renews the seats of the caller. Returns null if they were refused and the refusal is written. */
    @Nullable
    Answer renew(CallerRequest request, Identified caller) throws IOException {
        var unused = new Query(Query.parameters(request.request()), Set.of());
        Optional<Refusal> refusal = seats(caller).renew();
        if (refusal.isPresent()) {
            filter.refuse(new Refused(refusal.get()), request.request(), request.response());
            return null;
        }
        List<LimitStatus> limits = info.limits(caller).stream()
                .filter(status -> status.limit().kind() == Limit.Kind.SEATS)
                .toList();
        return Answer.ok(LimitViews.limits(limits, info.catalog()));
    }

    Answer release(HttpServletRequest request, Identified caller) throws IOException {
        RequestBody<OwnSeatReleaseJson> body = Json.body(request, OwnSeatReleaseJson.class);
        String limit = body.value().limit();
        return Answer.ok(
                SeatJson.of(seats(caller).release(limit, IdempotencyKeys.order(request, CallerEndpoint.ACTOR, body))));
    }

    private CallerSeats seats(Identified caller) {
        return licenses.seats(caller)
                .orElseThrow(() -> new ConflictException(
                        ConflictException.Kind.STATE, "the caller has no license, and so no seats"));
    }
}
